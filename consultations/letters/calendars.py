"""How the six official languages write a day, an hour and a span of hours in a letter."""

from dataclasses import dataclass

MONTHS = {
    "en": "January February March April May June July August September October November December",
    "fr": "janvier février mars avril mai juin juillet août septembre octobre novembre décembre",
    "es": "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre",
    "ru": "января февраля марта апреля мая июня июля августа сентября октября ноября декабря",
    "ar": "كانون\u00a0الثاني/يناير شباط/فبراير آذار/مارس نيسان/أبريل أيار/مايو حزيران/يونيه "
    "تموز/يوليه آب/أغسطس أيلول/سبتمبر تشرين\u00a0الأول/أكتوبر تشرين\u00a0الثاني/نوفمبر كانون\u00a0الأول/ديسمبر",
}
WEEKDAYS = {
    "en": "Monday Tuesday Wednesday Thursday Friday Saturday Sunday",
    "fr": "lundi mardi mercredi jeudi vendredi samedi dimanche",
    "es": "lunes martes miércoles jueves viernes sábado domingo",
    "ru": "понедельник вторник среда четверг пятница суббота воскресенье",
    "ar": "الاثنين الثلاثاء الأربعاء الخميس الجمعة السبت الأحد",
    "zh": "星期一 星期二 星期三 星期四 星期五 星期六 星期日",
}


@dataclass(frozen=True)
class Calendar:
    """The patterns of one language. ``{day}`` is a date with its weekday, ``{time}`` an hour."""

    language: str
    date_of: str  # {day} {month} {year}
    day_of: str  # {weekday} {date}
    at: str
    span: str
    on: str
    period: str
    due: str
    midnight: str
    hour: str = ""  # {hour} {minute}; English has its own way
    full_hour: str = ""
    comma: str = ", "

    def date(self, day):
        months = MONTHS.get(self.language, "").split(" ")
        month = months[day.month - 1] if months != [""] else day.month
        number = "1er" if self.language == "fr" and day.day == 1 else day.day
        return self.date_of.format(day=number, month=month, year=day.year)

    def day(self, day):
        weekday = WEEKDAYS[self.language].split(" ")[day.weekday()]
        return self.day_of.format(weekday=weekday, date=self.date(day))

    def time(self, local):
        """The hour of the clock that ``local`` shows."""
        if self.language == "en":
            return _english_time(local.hour, local.minute)
        pattern = self.hour if local.minute else self.full_hour
        return pattern.format(hour=local.hour, minute=f"{local.minute:02d}")

    def room(self, name):
        return _in_room(name) if self.language == "en" else name


def _english_time(hour, minute):
    """Points, no zeros, and never 12 p.m., which half of the readers take for midnight."""
    if minute == 0 and hour in {0, 12}:
        return "noon" if hour else "midnight"
    clock = f"{hour % 12 or 12}.{minute:02d}" if minute else f"{hour % 12 or 12}"
    return f"{clock} {'a.m.' if hour < 12 else 'p.m.'}"


def _in_room(name):
    """ "in Conference Room 3", "in the Trusteeship Council Chamber"."""
    named = name.endswith(("Chamber", "Hall", "Lounge", "Library")) and not name.lower().startswith("the ")
    return f"in the {name}" if named else f"in {name}"


ENGLISH = Calendar(
    language="en",
    date_of="{day} {month} {year}",
    day_of="{weekday}, {date}",
    at="{day}, at {time}",
    span="from {start} to {end}",
    on="{day}, {span}",
    period="from {start}, to {end}",
    due="{day}, at {time} ({zone} time)",
    midnight="{day}, at midnight (the end of that day, {zone} time)",
)
CALENDARS = {
    "en": ENGLISH,
    "fr": Calendar(
        language="fr",
        date_of="{day} {month} {year}",
        day_of="{weekday} {date}",
        at="{day}, à {time}",
        span="de {start} à {end}",
        on="{day}, {span}",
        period="du {start}, au {end}",
        due="{day}, à {time} (heure de {zone})",
        midnight="{day}, à minuit (fin de cette journée, heure de {zone})",
        hour="{hour}\u00a0h\u00a0{minute}",
        full_hour="{hour}\u00a0heures",
    ),
    "es": Calendar(
        language="es",
        date_of="{day} de {month} de {year}",
        day_of="{weekday} {date}",
        at="{day}, a las {time} horas",
        span="de las {start} a las {end} horas",
        on="{day}, {span}",
        period="del {start}, al {end}",
        due="{day}, a las {time} horas (hora de {zone})",
        midnight="{day}, a medianoche (al final de ese día, hora de {zone})",
        hour="{hour}.{minute}",
        full_hour="{hour}.{minute}",
    ),
    "ru": Calendar(
        language="ru",
        date_of="{day} {month} {year} года",
        day_of="{weekday}, {date}",
        at="{day}, {time}",
        span="{start} — {end}",
        on="{day}, {span}",
        period="{start} — {end}",
        due="{day}, {time} (по времени: {zone})",
        midnight="{day}, 24\u00a0ч.\u00a000\u00a0м. (конец этого дня, по времени: {zone})",
        hour="{hour}\u00a0ч.\u00a0{minute}\u00a0м.",
        full_hour="{hour}\u00a0ч.\u00a0{minute}\u00a0м.",
    ),
    "ar": Calendar(
        language="ar",
        date_of="{day} {month} {year}",
        day_of="{weekday} {date}",
        at="{day}، الساعة {time}",
        span="من الساعة {start} إلى الساعة {end}",
        on="{day}، {span}",
        period="من {start}، إلى {end}",
        due="{day}، الساعة {time} (بتوقيت {zone})",
        midnight="{day}، منتصف الليل (نهاية ذلك اليوم، بتوقيت {zone})",
        hour="{hour}:{minute}",
        full_hour="{hour}:{minute}",
        comma="، ",
    ),
    "zh": Calendar(
        language="zh",
        date_of="{year}年{month}月{day}日",
        day_of="{date}{weekday}",
        at="{day}{time}",
        span="{start}至{end}",
        on="{day}{span}",
        period="{start}至{end}",
        due="{day}{time}（{zone}时间）",
        midnight="{day}午夜（当日结束时，{zone}时间）",
        hour="{hour}时{minute}分",
        full_hour="{hour}时",
        comma="，",
    ),
}
