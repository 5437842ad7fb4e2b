"""The words that tags are made of: how sure a maker is, what an address is, on whose list that is.

Two agencies understand each other's tags only if they mean the same by a word. Two lists are in
common use: that of GraphSense, by whose tool most TagPacks are checked, and the INTERPOL Dark Web
and Virtual Assets taxonomy, from which it comes. Neither has a word for everything, so a word that
is on no list is told and kept, never changed into one that is.

Sources: GraphSense's ``tagpack-tool`` 25.8.1 (MIT), its ``confidence.csv``, ``concepts.yaml``,
``tag_types.csv`` and ``countries.csv`` (ISO 3166-1); the INTERPOL Dark Web and Virtual Assets
taxonomy, version 0.3, whose terms are cited below by name, with an explanation of our own.
"""

CONFIDENCE = {
    "override": 100, "ownership": 100, "ledger_immanent": 100, "manual_transaction": 90,
    "service_api": 70, "forensic_investigation": 70, "authority_data": 60, "trusted_provider": 50,
    "service_data": 50, "forensic": 50, "untrusted_transaction": 40, "web_crawl": 20,
    "heuristic": 10, "unknown": 5,
}  # fmt: skip
"""How sure a tag is, by the way in which its maker came by it. The numbers are GraphSense's
convention for putting tags in an order; none of them is a measured rate."""

TAG_TYPES = {
    "actor": "whose the address is",
    "event": "what happened on it",
    "mention": "where it was mentioned",
}
"""What a tag says of its address. Only the first is an attribution."""

_CONCEPTS = """
    abuse account_hack atm behaviour child_sexual_abuse coinjoin cold_wallet collectible concept
    counterfeit dark_web data_breach defi defi_bridge defi_custody defi_dao defi_derivative
    defi_dex defi_dex_pair defi_lending defi_staking defi_token donation drugs entity escrow_wallet
    exchange exploit extortion extremism faucet filesharing financial_crime forum_mention gambling
    gray_usage hacking hosting hot_wallet human_trafficking ico_wallet index investment_fraud item
    malware market mention messaging_service miner mining_service mixing mixing_service
    money_laundering murder nameservice organization payment_card_fraud payment_processor
    perpetrator phishing ponzi_scheme pyramid_scheme ransomware sanction scam search_engine service
    service_hack sextortion sexual_abuse shop social_engineering source terrorism
    terrorism_financing torture unknown user victim violence vpn wallet_service warm_wallet weapons
    website_mention white_usage
"""

CONCEPTS = frozenset(_CONCEPTS.split())
"""GraphSense's concepts: the words that its tool takes for ``category``, ``abuse``, ``concepts``,
and an actor's ``categories``."""

_COUNTRIES = """
    AD AE AF AG AI AL AM AO AQ AR AS AT AU AW AX AZ BA BB BD BE BF BG BH BI BJ BL BM BN BO BQ BR BS
    BT BV BW BY BZ CA CC CD CF CG CH CI CK CL CM CN CO CR CU CV CW CX CY CZ DE DJ DK DM DO DZ EC EE
    EG EH ER ES ET FI FJ FK FM FO FR GA GB GD GE GF GG GH GI GL GM GN GP GQ GR GS GT GU GW GY HK HM
    HN HR HT HU ID IE IL IM IN IO IQ IR IS IT JE JM JO JP KE KG KH KI KM KN KP KR KW KY KZ LA LB LC
    LI LK LR LS LT LU LV LY MA MC MD ME MF MG MH MK ML MM MN MO MP MQ MR MS MT MU MV MW MX MY MZ NA
    NC NE NF NG NI NL NO NP NR NU NZ OM PA PE PF PG PH PK PL PM PN PR PS PT PW PY QA RE RO RS RU RW
    SA SB SC SD SE SG SH SI SJ SK SL SM SN SO SR SS ST SV SX SY SZ TC TD TF TG TH TJ TK TL TM TN TO
    TR TT TV TW TZ UA UG UM US UY UZ VA VC VE VG VI VN VU WF WS YE YT ZA ZM ZW
"""

COUNTRIES = frozenset(_COUNTRIES.split())
"""Codes of countries, for an actor's ``jurisdictions``."""

_INTERPOL = "https://interpol-innovation-centre.github.io/DW-VA-Taxonomy/taxonomies/"

_TERMS = {
    "vendor": ("entities#vendor", "a person who sells"),
    "shop": ("entities#shop", "a place where one owner's goods are sold"),
    "market": ("entities#dark_market", "a site in a darknet where many vendors sell"),
    "dark web": ("entities#dark_web", "what is reached by way of a darknet only"),
    "exchange": ("entities#exchange", "a place where coins are traded for money or other coins"),
    "atm": ("entities#crypto_atm", "a machine that sells coins for cash"),
    "wallet service": ("entities#hosted-wallet", "an account whose keys somebody else keeps"),
    "mixing service": ("entities#tumbler", "hides where coins come from"),
    "coinjoin": ("entities#coinjoin", "one transaction of several people, to hide who paid whom"),
    "swap": ("entities#coin_swapping", "gives other coins for coins, so that the trail ends"),
    "escrow": ("entities#escrow", "a third party holds the money until both sides are content"),
    "escrow wallet": ("entities#escrow", "where a third party holds the money of both sides"),
    "finalize early": ("entities#fe_finalize_early", "the vendor is paid before the goods come"),
    "exit scam": ("entities#exit-scam", "a market closes, and keeps what it held for others"),
    "dead drop": ("entities#dead_drop", "goods are hidden outdoors, and the buyer told where"),
    "money mule": ("entities#money_mule", "moves another's criminal money for a share"),
    "user": ("entities#cryptocurrencies_user", "anybody who uses coins"),
    "customer": ("entities#customer", "who pays for a service or goods"),
    "victim": ("entities#victim", "who was harmed"),
    "service": ("entities#service", "something offered for others to use"),
    "defi dex": ("entities#dex", "an exchange run by programs on a chain"),
    "defi bridge": ("entities#bridge", "takes value from one chain to another"),
    "ransomware": ("abuses#ransomware", "a program that locks data until it is paid"),
    "scam": ("abuses#scam", "a deceit for money"),
    "phishing": ("abuses#phishing", "passwords got by passing for somebody else"),
    "sextortion": ("abuses#sextortion", "money for keeping intimate things secret"),
    "ponzi scheme": ("abuses#ponzi_scheme", "old investors are paid with the money of new ones"),
    "service hack": ("abuses#service_hack", "a break-in at a service, to steal"),
}


def spoken(word: str) -> str:
    """Return a word as it is spoken, however its parts are joined.

    >>> spoken("Mixing_Service"), spoken("exit-scam")
    ('mixing service', 'exit scam')
    """
    return " ".join(word.casefold().replace("_", " ").replace("-", " ").split())


def interpol(word: str) -> tuple[str, str]:
    """Return where INTERPOL's taxonomy has the term for a word, and what it means in short.

    Two empty texts if none is known here.

    >>> interpol("mixing_service")[0].rpartition("/")[2]
    'entities#tumbler'
    """
    place, meaning = _TERMS.get(spoken(word), ("", ""))
    return (_INTERPOL + place, meaning) if place else ("", "")
