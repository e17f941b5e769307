"""The styles of a draft resolution in Word, and its settings. Measures are twentieths of a point."""

NAMESPACES = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
)
FONT = "Times New Roman"
STEP = 567  # a centimetre
# What Word calls the language of a text, and the faces it takes for scripts that are not Latin.
LANGUAGES = {"en": "en-GB", "fr": "fr-FR", "es": "es-ES", "ru": "ru-RU", "zh": "zh-CN", "ar": "ar-SA"}
RIGHT_TO_LEFT = {"ar"}
PAPERS = {"a4": (11906, 16838), "letter": (12240, 15840)}
MARGINS = {"top": 1700, "bottom": 1418, "left": 1418, "right": 1418, "header": 709, "footer": 567, "gutter": 0}

RULE = '<w:pBdr><w:{edge} w:val="single" w:sz="{size}" w:space="{space}" w:color="auto"/></w:pBdr>'
# name: (what Word shows, layout, half-points, look, outline)
STYLES = {
    "DraftOrganization": ("Draft Organization", '{under}{tabs}<w:spacing w:after="60"/>', 28, "<w:b/>", ""),
    "DraftMasthead": ("Draft Masthead", "{tabs}", 21, "", ""),
    "DraftTitle": ("Draft Title", '<w:keepNext/><w:spacing w:before="480" w:after="320"/>', 28, "<w:b/>", "0"),
    "DraftHeading": ("Draft Heading", '<w:keepNext/><w:spacing w:before="320" w:after="160"/>', 22, "<w:b/>", "1"),
    "DraftAnnex": ("Draft Annex", '<w:keepNext/><w:pageBreakBefore/><w:spacing w:after="320"/>', 24, "<w:b/>", "0"),
    "DraftOrgan": ("Draft Organ", '<w:spacing w:after="160"/><w:ind w:firstLine="{step}"/>', 22, "", ""),
    "DraftPreambular": ("Draft Preambular", '<w:spacing w:after="160"/><w:ind w:firstLine="{step}"/>', 22, "", ""),
    "DraftOperative": ("Draft Operative", "{hanging1}", 22, "", ""),
    "DraftSub1": ("Draft Sub-paragraph 1", "{hanging2}", 22, "", ""),
    "DraftSub2": ("Draft Sub-paragraph 2", "{hanging3}", 22, "", ""),
    "DraftSub3": ("Draft Sub-paragraph 3", "{hanging4}", 22, "", ""),
    "DraftEnd": ("Draft End", '{over}<w:spacing w:before="480"/><w:ind w:left="3400" w:right="3400"/>', 8, "", ""),
    "Header": ("header", "{tabs}", 17, "", ""),
    "Footer": ("footer", "{tabs}", 14, "", ""),
    "FootnoteText": ("footnote text", '<w:spacing w:after="40"/>', 18, "", ""),
}


def styles(language, width):
    """``styles.xml`` for a text in ``language`` between margins that are ``width`` apart."""
    tag = LANGUAGES.get(language, language)
    tags = f'w:val="{tag}" w:eastAsia="{tag if language == "zh" else "zh-CN"}"'
    tags += f' w:bidi="{tag if language in RIGHT_TO_LEFT else "ar-SA"}"'
    fonts = f'w:ascii="{FONT}" w:hAnsi="{FONT}" w:cs="{FONT}" w:eastAsia="SimSun"'
    return (
        f"<w:styles {NAMESPACES}><w:docDefaults><w:rPrDefault><w:rPr><w:rFonts {fonts}/>"
        f'<w:sz w:val="22"/><w:szCs w:val="22"/><w:lang {tags}/></w:rPr></w:rPrDefault>'
        '<w:pPrDefault><w:pPr><w:spacing w:line="264" w:lineRule="auto"/></w:pPr></w:pPrDefault></w:docDefaults>'
        '<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/><w:qFormat/></w:style>'
        '<w:style w:type="character" w:styleId="FootnoteReference"><w:name w:val="footnote reference"/>'
        '<w:rPr><w:vertAlign w:val="superscript"/></w:rPr></w:style>'
        f"{''.join(_style(name, width) for name in STYLES)}</w:styles>"
    )


def _style(name, width):
    shown, layout, size, look, outline = STYLES[name]
    places = {f"hanging{depth}": _hanging(depth) for depth in (1, 2, 3, 4)}
    places |= {"step": STEP, "tabs": f'<w:tabs><w:tab w:val="right" w:pos="{width}"/></w:tabs>'}
    places |= {"under": RULE.format(edge="bottom", size=12, space=3), "over": RULE.format(edge="top", size=6, space=1)}
    level = f'<w:outlineLvl w:val="{outline}"/>' if outline else ""
    bold = look.replace("<w:b/>", "<w:b/><w:bCs/>")
    own = "" if shown[0].islower() else ' w:customStyle="1"'  # what Word has by itself has a small name
    return (
        f'<w:style w:type="paragraph"{own} w:styleId="{name}"><w:name w:val="{shown}"/>'
        f'<w:basedOn w:val="Normal"/><w:qFormat/><w:pPr>{layout.format(**places)}{level}</w:pPr>'
        f'<w:rPr>{bold}<w:sz w:val="{size}"/><w:szCs w:val="{size}"/></w:rPr></w:style>'
    )


def _hanging(depth):
    left = STEP * depth
    tab = f'<w:tabs><w:tab w:val="left" w:pos="{left}"/></w:tabs>'
    return f'{tab}<w:spacing w:after="160"/><w:ind w:left="{left}" w:hanging="{STEP}"/>'


def settings(*, tracking):
    """``settings.xml``; with ``tracking`` whoever writes on goes on showing what they change."""
    track = "<w:trackRevisions/>" if tracking else ""
    return (
        f'<w:settings {NAMESPACES}>{track}<w:defaultTabStop w:val="{STEP}"/>'
        '<w:footnotePr><w:footnote w:id="-1"/><w:footnote w:id="0"/></w:footnotePr>'
        '<w:compat><w:compatSetting w:name="compatibilityMode" '
        'w:uri="http://schemas.microsoft.com/office/word" w:val="15"/></w:compat></w:settings>'
    )
