//! Abbreviations.

use crate::normalise::{Here, Said, mixed::initials};

/// What stands before something else: never the end of a sentence while something follows.
const BEFORE: [(&str, &str); 34] = [
    ("dl", "domnul"),
    ("d-l", "domnul"),
    ("dna", "doamna"),
    ("d-na", "doamna"),
    ("dnei", "doamnei"),
    ("dlui", "domnului"),
    ("d-lui", "domnului"),
    ("d-nei", "doamnei"),
    ("dra", "domnișoara"),
    ("d-ra", "domnișoara"),
    ("dr", "doctor"),
    ("prof", "profesor"),
    ("ing", "inginer"),
    ("av", "avocat"),
    ("sf", "sfântul"),
    ("str", "strada"),
    ("bd", "bulevardul"),
    ("bld", "bulevardul"),
    ("b-dul", "bulevardul"),
    ("șos", "șoseaua"),
    ("bl", "blocul"),
    ("sc", "scara"),
    ("et", "etajul"),
    ("ap", "apartamentul"),
    ("jud", "județul"),
    ("tel", "telefon"),
    ("cca", "circa"),
    ("aprox", "aproximativ"),
    ("ex", "exemplu"),
    ("art", "articolul"),
    ("alin", "alineatul"),
    ("cap", "capitolul"),
    ("pag", "pagina"),
    ("vol", "volumul"),
];

/// What may also end a sentence.
const OTHERS: [(&str, &str); 14] = [
    ("etc", "et cetera"),
    ("ș.a", "și altele"),
    ("ş.a", "și altele"),
    ("ș.a.m.d", "și așa mai departe"),
    ("s.a.m.d", "și așa mai departe"),
    ("î.hr", "înainte de Hristos"),
    ("d.hr", "după Hristos"),
    ("a.m", "dimineața"),
    ("p.m", "după-amiaza"),
    ("min", "minim"),
    ("max", "maxim"),
    ("buc", "bucăți"),
    ("ș.c.l", "și celelalte"),
    ("dvs", "dumneavoastră"),
];

/// What is short only before a number.
const BEFORE_NUMBERS: [(&str, &str); 3] = [("nr", "numărul"), ("p", "pagina"), ("fig", "figura")];

/// Says an abbreviation that stands here.
pub(super) fn say(here: Here<'_>) -> Option<Said> {
    let core = here.core();
    let lower = core.to_lowercase();
    let find = |table: &[(&str, &'static str)]| {
        table.iter().find(|(short, _)| *short == lower).map(|(_, long)| *long)
    };
    let dotted = here.has_dot(0) || lower.contains('.');
    // These are no words even without a full stop.
    if dotted || matches!(lower.as_str(), "dl" | "dna" | "d-na" | "d-l" | "dvs" | "nr" | "cca") {
        let number = here.next(1).starts_with(|c: char| c.is_ascii_digit());
        if let Some(long) = find(&BEFORE_NUMBERS) {
            return if number || lower == "nr" { Some(Said::one(long).title(here)) } else { None };
        }
        if let Some(long) = find(&BEFORE) {
            return Some(Said::one(long).title(here));
        }
        if let Some(long) = find(&OTHERS) {
            return Some(Said::one(long).abbreviated(here));
        }
    }
    // Letter by letter, since "UE" would be read as a word.
    let spaced = |letters: String| letters.chars().flat_map(|letter| [letter, ' ']).collect::<String>();
    initials(core).map(|letters| Said::one(spaced(letters)).abbreviated(here))
}
