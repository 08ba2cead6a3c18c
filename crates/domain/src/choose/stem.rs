//! Stems of folded words: what stays when endings are taken off, so that forms of one noun or verb meet.
//!
//! English follows the first steps of Porter (1980); Romanian takes off the articles and plurals of nouns, in the
//! spirit of Savoy's light stemmers, since the full ones part `lumânare` from `lumânări`. Where an ending can be
//! taken off in two ways, a word has both stems.

const ROMANIAN_ENDINGS: [&str; 25] = [
    "urilor", "urile", "iilor", "eaua", "ilor", "elor", "ului", "iile", "iei", "ile", "ele", "uri", "ii",
    "ei", "ul", "ua", "ea", "ia", "ie", "le", "a", "e", "i", "o", "u",
];

/// Endings that also are of other words, and what stays of them there: `inele` is of `inel` as `casele` is of `casă`,
/// `femei` of `femeie` as `casei` of `casă`, `ceai` has no ending, and `perdea` meets `perdelele`.
const OTHER_READINGS: [(&str, &str); 6] =
    [("le", "l"), ("ei", "e"), ("ei", "ei"), ("ai", "ai"), ("eaua", "el"), ("ea", "el")];

/// Words whose `-le` is no article, though what it would leave is another word: `modele` is of `model`, not of `modă`.
const NO_ARTICLE: [&str; 6] = ["cartele", "castele", "modele", "profile", "textile", "tunele"];

/// English words in -s that are no plurals of what would stay: no lens is of `len`, and goods are more than good.
const NO_PLURALS: [&str; 16] = [
    "alias", "atlas", "bias", "bus", "canvas", "clematis", "gas", "goods", "iris", "lens", "news", "plus",
    "shorts", "thermos", "tights", "trellis",
];

/// English plurals in -us, which mostly ends a singular.
const PLURALS_IN_US: [&str; 8] =
    ["bureaus", "gateaus", "gurus", "menus", "plateaus", "sudokus", "tiramisus", "tutus"];

/// English nouns in -ing that have nothing to do with what would stay, which scripts say often: `stocking` is not of
/// `stock`, nor `evening` of `even`. Where the two are of one thing, as `painting` and `paint`, they had better meet.
const NOUNS_IN_ING: [&str; 14] = [
    "bearing",
    "boxing",
    "building",
    "earring",
    "evening",
    "herring",
    "legging",
    "lining",
    "meeting",
    "outing",
    "parking",
    "seasoning",
    "stocking",
    "topping",
];

/// The shortest stem in bytes; a folded word mostly has one for each letter.
const LEAST_STEM: usize = 3;

/// Takes the endings off a folded English word.
pub(super) fn english(word: &str) -> String {
    let mut stem = singular(word);
    if !NOUNS_IN_ING.contains(&stem.as_str())
        && let Some(root) = ["ing", "ed"].iter().find_map(|ending| stem.strip_suffix(ending))
        && root.chars().count() >= 3
        && root.chars().any(is_vowel)
    {
        stem = infinitive(root);
    }
    if let Some(root) = stem.strip_suffix('e')
        && (measure(root) > 1 || (measure(root) == 1 && !is_short(root)))
    {
        let length = root.len();
        stem.truncate(length);
    }
    if let Some(root) = stem.strip_suffix('y')
        && root.chars().count() >= 2
        && !root.ends_with(is_vowel)
    {
        stem = format!("{root}i");
    }
    // shelves and knives, of shelf and knife.
    match (stem.strip_suffix("ve"), stem.strip_suffix('v')) {
        (Some(root), _) => format!("{root}fe"),
        (None, Some(root)) => format!("{root}f"),
        (None, None) => stem,
    }
}

fn singular(word: &str) -> String {
    let without_es = word.strip_suffix("es").unwrap_or(word);
    if let Some(whole) = [word, without_es].into_iter().find(|form| NO_PLURALS.contains(form)) {
        return whole.to_owned();
    }
    if let Some(root) = word.strip_suffix("sses") {
        return format!("{root}ss");
    }
    if let Some(root) = word.strip_suffix("ies").filter(|root| root.len() >= 2) {
        return format!("{root}y");
    }
    let is_in_us = word.ends_with("us") && !PLURALS_IN_US.contains(&word);
    let plural = word.len() > 3 && word.ends_with('s') && !word.ends_with("ss") && !is_in_us;
    if plural { word.strip_suffix('s').unwrap_or(word).to_owned() } else { word.to_owned() }
}

/// Gives back what an ending took: `bak` is of `bake`, `runn` of `run`.
fn infinitive(root: &str) -> String {
    let mut letters = root.chars().rev();
    let (last, before) = (letters.next(), letters.next());
    if last == before && last.is_some_and(|c| !is_vowel(c) && !"lsz".contains(c)) {
        return root.chars().take(root.chars().count() - 1).collect();
    }
    if measure(root) == 1 && is_short(root) { format!("{root}e") } else { root.to_owned() }
}

/// Counts how often a vowel is followed by a consonant (Porter's m).
fn measure(word: &str) -> usize {
    let vowels: Vec<bool> = word.chars().map(is_vowel).collect();
    vowels.windows(2).filter(|pair| matches!(pair, [true, false])).count()
}

/// Tells whether a word ends with consonant, vowel, consonant, the last none of w, x, y (Porter's *o).
fn is_short(word: &str) -> bool {
    let mut letters = word.chars().rev();
    match (letters.next(), letters.next(), letters.next()) {
        (Some(last), Some(middle), Some(first)) => {
            !is_vowel(last) && !"wxy".contains(last) && is_vowel(middle) && !is_vowel(first)
        }
        _ => false,
    }
}

fn is_vowel(c: char) -> bool {
    "aeiouy".contains(c)
}

/// Takes the endings off a folded Romanian word, in each way in which that can be.
pub(super) fn romanian(word: &str) -> Vec<String> {
    let mut roots: Vec<String> = other_readings(word).collect();
    if !NO_ARTICLE.contains(&word) {
        roots.push(usual_reading(word).to_owned());
    }
    let mut stems: Vec<String> = roots.iter().map(|root| alternated(root)).collect();
    stems.sort_unstable();
    stems.dedup();
    stems
}

fn usual_reading(word: &str) -> &str {
    let root = |ending: &str| {
        let root = word.strip_suffix(ending).filter(|root| root.len() >= LEAST_STEM)?;
        // The article stands after the vowel of a plural: perle is of perla, and no form of pere.
        (ending != "le" || root.ends_with(['a', 'e', 'i'])).then_some(root)
    };
    ROMANIAN_ENDINGS.iter().find_map(|ending| root(ending)).unwrap_or(word)
}

fn other_readings(word: &str) -> impl Iterator<Item = String> {
    let reading = move |(ending, stays): &(&str, &str)| {
        let root = word.strip_suffix(ending)?;
        // cartea is of carte, and no form of cartela.
        let is_other = *stays == "el" && NO_ARTICLE.contains(&format!("{root}ele").as_str());
        Some(format!("{root}{stays}")).filter(|root| root.len() >= LEAST_STEM && !is_other)
    };
    OTHER_READINGS.iter().filter_map(reading)
}

/// Undoes what an ending does to the letters before it: floare and flori, seara and seri; brad and brazi.
fn alternated(root: &str) -> String {
    let root = root.replace("oa", "o").replace("ea", "e");
    match root.strip_suffix('z') {
        Some(start) => format!("{start}d"),
        None => root,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_singular_in_s_meets_its_plural_and_no_other_word() {
        for (one, form) in [
            ("lens", "lenses"),
            ("canvas", "canvases"),
            ("bus", "buses"),
            ("gas", "gases"),
            ("plus", "pluses"),
            ("iris", "irises"),
            ("atlas", "atlases"),
            ("thermos", "thermoses"),
            ("trellis", "trellises"),
            ("bias", "biased"),
            ("glass", "glasses"),
            ("dress", "dresses"),
            ("cactus", "cactuses"),
            ("menu", "menus"),
            // Plurals after the same letters.
            ("pizza", "pizzas"),
            ("taxi", "taxis"),
            ("photo", "photos"),
            ("pen", "pens"),
            ("view", "views"),
        ] {
            assert_eq!(english(one), english(form), "{one}: {form}");
        }
        for (word, other) in [("news", "new"), ("goods", "good"), ("shorts", "short"), ("tights", "tight")] {
            assert_ne!(english(word), english(other), "{word}: {other}");
        }
    }

    #[test]
    fn a_noun_in_ing_is_no_form_of_another_word_and_a_verb_still_is() {
        for (noun, other) in [
            ("stocking", "stock"),
            ("stockings", "stock"),
            ("earrings", "ear"),
            ("leggings", "leg"),
            ("evening", "even"),
            ("meeting", "meet"),
            ("topping", "top"),
            ("seasoning", "season"),
            ("parking", "park"),
            ("building", "build"),
            ("herring", "her"),
            ("king", "ring"),
        ] {
            assert_ne!(english(noun), english(other), "{noun}: {other}");
        }
        for (one, form) in [
            ("stocking", "stockings"),
            ("earring", "earrings"),
            ("legging", "leggings"),
            ("building", "buildings"),
            ("spring", "springs"),
            ("string", "strings"),
            ("ceiling", "ceilings"),
            ("wedding", "weddings"),
            ("pour", "pouring"),
            ("bake", "baking"),
            ("run", "running"),
            ("paint", "painting"),
            ("clothes", "clothing"),
        ] {
            assert_eq!(english(one), english(form), "{one}: {form}");
        }
    }

    #[test]
    fn romanian_knows_nothing_of_english_words() {
        for word in ["lens", "lenses", "canvas", "menus", "meeting", "stocking"] {
            assert_eq!(romanian(word), [word]);
        }
    }
}
