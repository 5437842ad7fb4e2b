"""Words that have no place in an invented story: real markets, services, persons, substances.

A list can't be whole. It holds what somebody who writes a lesson or a page in a hurry would think
of first. Wallets whose habits a technique is about aren't in it: no offender is named by them.
"""

import re

MARKETS = """
silk road, silkroad, alphabay, alpha bay, hansa market, dream market, wall street market, hydra
market, hydra marketplace, evolution market, agora market, nucleus market, abraxas market, black
market reloaded, sheep marketplace, pandora market, darkmarket, white house market, empire market,
torrez, monopoly market, versus market, dark0de, darkode, cartel market, cannazon, televend,
bohemia market, asap market, archetyp, incognito market, abacus market, nemesis market, kingdom
market, kraken market, omgomg, blacksprut, solaris market, rutor, legalrc, genesis market, joker's
stash, tochka market, apollon market, berlusconi market, cryptonia, valhalla market, silkkitie,
sipulitie, flugsvamp, deepsea market, tor2door, vice city market, drughub, mgm grand market, trade
route market, outlaw market, middle earth marketplace, oasis market, utopia market, atlantis
market, dread forum
"""

SERVICES = """
bitcoin fog, helix mixer, grams helix, chipmixer, bestmixer, blender.io, sinbad.io, tornado cash,
bitmixer, cryptomixer, mixtum, anonymix, whir mixer, btc-e, mtgox, mt gox, bitzlato, garantex,
grinex, suex, chatex, cryptex, localbitcoins, liberty reserve, binance, bitfinex, bitstamp, huobi,
poloniex, bybit, kucoin, hitbtc, changenow, fixedfloat, localmonero, paxful, gemini exchange
"""

PERSONS = """
dread pirate roberts, ulbricht, cazes, vinnik, sterlingov, larry harmon, roman storm, variety
jones, wannacry, cryptolocker, lockbit, revil, darkside, lazarus group, evil
corp
"""

SUBSTANCES = """
fentanyl, carfentanil, nitazene, isotonitazene, metonitazene, heroin, morphine, oxycodone,
tramadol, cocaine, amphetamine, methamphetamine, mdma, ecstasy, mephedrone, methedrone, mdpv,
alpha-pvp, a-pvp, flakka, 3-mmc, 4-mmc, 3-cmc, 4-cmc, jwh-018, am-2201, mdmb-4en-pinaca,
adb-butinaca, adb-fubinaca, 5f-adb, ketamine, methoxetamine, phencyclidine, lsd, 1p-lsd,
psilocybin, dmt, 5-meo-dmt, 4-aco-dmt, 2c-b, 25i-nbome, ghb, gbl, alprazolam, xanax, diazepam,
etizolam, flualprazolam, bromazolam, flubromazepam, clonazolam, u-47700, krokodil, desomorphine,
cannabis, marijuana, hashish, kratom, мефедрон, героин, кокаин, фентанил, амфетамин, гашиш,
марихуана, экстази, кетамин, метадон, альфа-пвп, heroină, cocaină, fentanil, amfetamină, canabis,
hașiș, cetamină, metadonă
"""

INSTRUCTIONS = """
synthesis*, synthesiz*, dosage*, dose, doses, dosing, overdos*, milligram*, inject*, snort*, smok*,
vapori*, swallow*, ingest*, precursor*, reagent*, distil*, recrystalli*, dissolv*, solvent*,
vacuum*, mylar, stealth*, decoy*, conceal*, x-ray*, sniffer*, scent*, undetect*, stash*, bury,
buried, onset, дозиров*, доза, дозу, дозы, передоз*, синтезир*, раствор*, реагент*, прекурсор*,
курить, курят, курю, нюха*, уколо*, вакуум*, миллиграмм*, прикоп*, закопа*, тайник*, эффект*, doza,
doză, doze, dozei, supradoz*, sintetiz*, reactiv*, fuma, fumez, fumat, injec*, prafur*, miligram*,
îngrop*, ascunde, efecte
"""
"""Words and, with a star, beginnings of words by which one tells of making, using or hiding."""

_AMOUNT = re.compile(r"(?<!\w)\d+ ?(?:mg|ml|mcg|µg|grams?|мг|мл|грамм\w*)\b")
_WORD = re.compile(r"[^\W_]+(?:[-.'][^\W_]+)*")


def _listed(text: str) -> list[str]:
    return [" ".join(each.split()) for each in text.split(",")]


def _by_first_word(*lists: str) -> dict[str, list[tuple[str, ...]]]:
    """Return each name as words, and as one word, under its first word."""
    found: dict[str, list[tuple[str, ...]]] = {}
    for name in (name for each in lists for name in _listed(each)):
        parts = tuple(_WORD.findall(name))
        for words in {parts, ("-".join(parts),), ("".join(parts),)}:
            found.setdefault(words[0], []).append(words)
    return found


_REAL = _by_first_word(MARKETS, SERVICES, PERSONS, SUBSTANCES)
_TOLD = re.compile("|".join(each.replace("*", ".*") for each in _listed(INSTRUCTIONS)))


def real_names(text: str) -> list[str]:
    """Return names of real markets, services, persons and substances in a text."""
    said = _WORD.findall(text.lower())
    return sorted(
        {
            " ".join(name)
            for at, word in enumerate(said)
            for name in _REAL.get(word, ())
            if (*said[at : at + len(name)],) == name
        }
    )


def instructions(text: str) -> list[str]:
    """Return words of a page that have to do with making, using or hiding, and small amounts."""
    said = text.lower()
    words = {word for word in _WORD.findall(said) if _TOLD.fullmatch(word)}
    return sorted(words.union(_AMOUNT.findall(said)))
