"""Words by which pages tell who writes or sells, in the languages of our region.

Lists like these are never whole. They are kept in one place, so that whoever meets another word
can add it.
"""

import re

_COLUMNS = """
vendor, vendors, seller, sellers, merchant, shop, store, user, username, user name,
member, author, poster, posted by, written by, nick, nickname, handle, name of vendor,
vendor name, buyer, продавец, продавцы, магазин, пользователь, участник, автор, ник,
никнейм, логин, покупатель, vânzător, vânzătorul, vanzator, vânzători, utilizator,
membru, autor, autorul, cumpărător
"""
COLUMNS = frozenset(word.strip() for word in _COLUMNS.split(","))
"""Headings of columns that hold names."""

LABEL = re.compile(
    r"(?<!\w)(?:vendor|seller|user|nick|handle|alias|author|telegram|wickr|jabber|xmpp|threema|icq"
    r"|(?:board|user|screen|nick|login|forum|display|account|channel|vendor|seller)[ -]?name"
    r"|also known as|a\.k\.a\.|продавец|пользователь|автор|ник|никнейм|логин|телеграм|джаббер"
    r"|vânzător|vanzator|utilizator|autor|poreclă)\s{0,2}$",
    re.IGNORECASE,
)
"""A word before a colon that says what the name behind it is."""

BY = re.compile(
    r"(?:(?:^|[\n\t])|\b(?:posted|pasted|written|submitted|started|uploaded|sold|reviewed|edited)"
    r"|\b(?:message|thread|reply|review|comment|listing))\s{0,3}"
    r"(?:by|from user|от|автор|опубликовал[а-я]{0,2}|postat de|scris de|de către)[ :]{1,3}$",
    re.IGNORECASE,
)
"""What stands before the name of whoever wrote, where that is set off."""

WROTE = re.compile(
    r"\s{1,3}(?:wrote|writes|said|says|написал[а-я]{0,2}|писал[а-я]{0,2}|пишет|сказал[а-я]{0,2}"
    r"|a scris|scrie)\s{0,2}:",
    re.IGNORECASE,
)
"""What stands behind the name of whoever is quoted."""

META = re.compile(
    r"\d{4}-\d{2}-\d{2}|\d{1,2}[./]\d{1,2}[./]\d{2,4}|\b\d{1,2}:\d{2}\b"
    r"|\b\d{1,2} [a-zа-я]{3,9} \d{4}|\b(?:member|vendor|seller|buyer|admin|moderator|joined|posts"
    r"|registered|reputation|rating|level|trust|ago|today|yesterday|участник|продавец|модератор"
    r"|сообщени[йяе]|регистрация|вчера|сегодня|назад|membru|vânzător|mesaje|înregistrat|ieri|azi)\b",
    re.IGNORECASE,
)
"""What stands beside the name of whoever wrote: a role, a date, a count of posts."""

_NOBODY = """
he she they who it you one он она они мы вы кто el ea ei ele eu noi voi cine nobody anonymous
anon guest admin administrator moderator mod staff support system vendor vendors seller sellers
buyer buyers member members user users owner author unknown deleted note warning info news
hidden none new top hot sold price prices size weight amount units total shipping delivery
payment contact address email e-mail phone date time code group text rating country location
from to re fwd page home login register settings profile logout search edit delete index market
shop store forum board thread post posts reply quote update example help никто аноним гость админ
модератор поддержка продавец покупатель пользователь автор цена адрес почта телефон дата время
код группа текст оценка страна внимание новости важно anonim vizitator administrator vânzător
cumpărător utilizator autor preț adresă telefon dată cod grupă text notă țară atenție noutăți
important
"""
NOBODY = frozenset(_NOBODY.split())
"""Words that stand where names do, and are none."""

PROFILE = re.compile(
    r"(?:/(?:vendors?|sellers?|users?|u|profiles?|members?|authors?|shops?|stores?|people)/@?|/@"
    r"|(?:profile|member|user|seller|vendor)[\w.]{0,20}\?(?:[\w=&]{0,40}&)?(?:u|id|uid|user|name)=)"
    r"([\w%][\w.%-]{0,60})/?(?=[?#&\s\"']|$)",
    re.IGNORECASE,
)
"""The web address of a page that belongs to a name, or to its number."""
