"""How issued circulars hang together: what corrects, revises or adds to what."""


def chain_of(circular, circulars):
    """Those of ``circulars``, of one consultation, that hang together with ``circular``, in the order of the register.

    Empty where it stands alone.
    """
    found, grown = {circular.pk}, True
    while grown:
        joined = {
            key
            for other in circulars
            for key in (other.pk, other.corrects_id)
            if key and found & {other.pk, other.corrects_id}
        }
        grown, found = not joined <= found, found | joined
    chain = sorted((other for other in circulars if other.pk in found), key=lambda other: (other.year, other.serial))
    return chain if len(chain) > 1 else []
