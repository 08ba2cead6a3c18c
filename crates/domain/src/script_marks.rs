//! Marks: what a draft claims that stands in none of the texts it was written from, for a person to check.
//!
//! A mark is a question and no verdict: it would rather ask once too often. English and Romanian are known; in other
//! languages prices in signs, percentages, numbers and names are found all the same.

use std::collections::HashSet;

use crate::{
    DraftScript, ScriptBrief,
    script_words::{Token, fold, tokens},
};

/// Why a person should look.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum MarkKind {
    /// An amount of money.
    Price,
    /// A superlative, a percentage, a guarantee or the like.
    Claim,
    /// Another number.
    Number,
    /// A name, an address or a handle.
    Name,
}

/// Which part of a draft.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ScriptPart {
    /// The hook.
    Hook,
    /// A sentence, from 0.
    Sentence(usize),
    /// The text of the post.
    Caption,
    /// A hashtag, from 0.
    Hashtag(usize),
}

/// A place that a person should look at.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mark {
    /// Why.
    pub kind: MarkKind,
    /// In which part.
    pub part: ScriptPart,
    /// Where it begins in the part, in characters.
    pub start: usize,
    /// Where it ends, in characters.
    pub end: usize,
    /// What stands there.
    pub text: String,
}

/// Finds what a draft says that stands nowhere in its brief.
pub fn marks(draft: &DraftScript, brief: &ScriptBrief) -> Vec<Mark> {
    let known = Known::of(brief);
    let sentences = draft.sentences.iter().enumerate().map(|(n, text)| (ScriptPart::Sentence(n), text));
    let hashtags = draft.hashtags.iter().enumerate().map(|(n, text)| (ScriptPart::Hashtag(n), text));
    let parts = [(ScriptPart::Hook, &draft.hook)].into_iter().chain(sentences);
    let parts = parts.chain([(ScriptPart::Caption, &draft.caption)]).chain(hashtags);
    parts.flat_map(|(part, text)| marks_in(part, text, &known)).collect()
}

/// What the brief says, in the forms in which it is looked for.
struct Known {
    /// All words, each between spaces.
    text: String,
    words: HashSet<String>,
    amounts: HashSet<(String, &'static str)>,
    numbers: HashSet<String>,
    raw: String,
}

impl Known {
    fn of(brief: &ScriptBrief) -> Self {
        let mut known = Self {
            text: String::new(),
            words: HashSet::new(),
            amounts: HashSet::new(),
            numbers: HashSet::new(),
            raw: String::new(),
        };
        for source in brief.sources() {
            // Where a line ends is no matter of facts.
            let all = tokens(&source.replace('\n', " "));
            known.amounts.extend((0..all.len()).filter_map(|at| amount(&all, at)).map(|(_, amount)| amount));
            known
                .numbers
                .extend(all.iter().filter(|token| token.is_number()).map(|token| token.folded.clone()));
            known.words.extend(all.iter().map(|token| token.folded.clone()));
            known.text.push_str(&spaced(&all));
            known.raw.push_str(&fold(source));
            known.raw.push('\n');
        }
        known
    }

    fn has_phrase(&self, part: &[Token]) -> bool {
        self.text.contains(&spaced(part))
    }

    /// Tells whether a name stands in the brief, also where its language bends its end: `Maria` and `Mariei`.
    fn has_name(&self, folded: &str) -> bool {
        let bent = |word: &String| {
            let same = word.chars().zip(folded.chars()).take_while(|(a, b)| a == b).count();
            same >= 4 && same + 3 >= folded.chars().count().max(word.chars().count())
        };
        self.words.contains(folded) || self.words.iter().any(bent)
    }
}

fn spaced(all: &[Token]) -> String {
    let words: Vec<&str> = all.iter().map(|token| token.folded.as_str()).collect();
    format!(" {} ", words.join(" "))
}

/// What a look at one place found: how many words it takes, and what it is.
type Finding = (usize, MarkKind);

fn marks_in(part: ScriptPart, text: &str, known: &Known) -> Vec<Mark> {
    let all = tokens(text);
    let letters: Vec<char> = text.chars().collect();
    let of = |kind, start, end| {
        let text = letters.get(start..end).unwrap_or_default().iter().collect();
        Mark { kind, part, start, end, text }
    };
    let with_names = !matches!(part, ScriptPart::Hashtag(_)) && !is_title(&all);
    let mut found = addresses(&letters, known).into_iter().map(|(a, b)| of(MarkKind::Name, a, b)).collect();
    let mut at = 0;
    while at < all.len() {
        match look(&all, at, known, with_names) {
            Some((length, kind)) => {
                if let (Some(first), Some(last)) = (all.get(at), all.get(at + length - 1)) {
                    add(&mut found, of(kind, first.start, last.end));
                }
                at += length;
            }
            // What is known is passed as a whole, so that the number of a known price is not asked for again.
            None => at += amount(&all, at).map_or(1, |(length, _)| length),
        }
    }
    found.sort_by_key(|mark| mark.start);
    found
}

/// Adds a mark unless its place is marked already.
fn add(found: &mut Vec<Mark>, mark: Mark) {
    if !found.iter().any(|other| mark.start < other.end && other.start < mark.end) {
        found.push(mark);
    }
}

fn look(all: &[Token], at: usize, known: &Known, with_names: bool) -> Option<Finding> {
    if let Some((length, amount)) = amount(all, at) {
        let kind = if amount.1 == PERCENT { MarkKind::Claim } else { MarkKind::Price };
        return (!known.amounts.contains(&amount)).then_some((length, kind));
    }
    if let Some(length) = spoken_price(all, at) {
        return (!known.has_phrase(all.get(at..at + length)?)).then_some((length, MarkKind::Price));
    }
    if let Some(length) = claim(all, at) {
        return (!known.has_phrase(all.get(at..at + length)?)).then_some((length, MarkKind::Claim));
    }
    let token = all.get(at)?;
    if token.is_number() {
        // Up to three may count what the script itself lists.
        let counts = matches!(token.folded.as_str(), "1" | "2" | "3");
        return (!counts && !known.numbers.contains(&token.folded)).then_some((1, MarkKind::Number));
    }
    if is_large_number(&token.folded) {
        return (!known.words.contains(&token.folded)).then_some((1, MarkKind::Number));
    }
    let length = if with_names { name(all, at, known) } else { 0 };
    (length > 0).then_some((length, MarkKind::Name))
}

/// The mark of a percentage among the currencies.
const PERCENT: &str = "%";

fn currency(folded: &str) -> Option<&'static str> {
    Some(match folded {
        "€" | "eur" | "euro" | "euros" | "euroi" => "€",
        "$" | "usd" | "dollar" | "dollars" | "dolar" | "dolari" | "buck" | "bucks" => "$",
        "£" | "gbp" | "pound" | "pounds" | "lire" => "£",
        "lei" | "leu" | "ron" => "lei",
        "bani" | "cent" | "cents" | "centi" => "cents",
        _ => return None,
    })
}

/// Reads an amount of money or a percentage that begins here: its length in words, its value and its currency.
fn amount(all: &[Token], at: usize) -> Option<(usize, (String, &'static str))> {
    let word = |offset: usize| all.get(at + offset);
    let first = word(0)?;
    if let (Some(currency), Some(second)) = (currency(&first.folded), word(1))
        && second.is_number()
        && second.follows
    {
        return Some((2, (second.folded.clone(), currency)));
    }
    if !first.is_number() {
        return None;
    }
    let next = word(1).filter(|next| next.follows)?;
    if let Some(currency) = currency(&next.folded) {
        return Some((2, (first.folded.clone(), currency)));
    }
    let percent = |length| Some((length, (first.folded.clone(), PERCENT)));
    let second = word(2).filter(|second| second.follows).map(|second| second.folded.as_str());
    match (next.folded.as_str(), second) {
        ("%" | "percent" | "procente" | "procent", _) => percent(2),
        ("la", Some("suta")) | ("per", Some("cent")) => percent(3),
        ("de", Some(second)) => Some((3, (first.folded.clone(), currency(second)?))),
        _ => None,
    }
}

/// Reads a price in words, such as "ninety nine dollars"; its length in words.
fn spoken_price(all: &[Token], at: usize) -> Option<usize> {
    let words = all.get(at..)?;
    let first = words.first()?;
    if !is_number_word(&first.folded) {
        return None;
    }
    let joins = |token: &&Token| {
        is_number_word(&token.folded) || matches!(token.folded.as_str(), "and" | "si" | "de" | "of")
    };
    let length = words.iter().take(10).take_while(joins).count();
    words.get(length).filter(|last| currency(&last.folded).is_some()).map(|_| length + 1)
}

fn is_number_word(folded: &str) -> bool {
    const SMALL: &[&str] = &[
        "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "un", "unu", "o", "doi",
        "doua", "trei", "patru", "cinci", "sase", "sapte", "opt", "noua",
    ];
    SMALL.contains(&folded) || is_large_number(folded)
}

fn is_large_number(folded: &str) -> bool {
    const LARGE: &[&str] = &[
        "ten",
        "eleven",
        "twelve",
        "thirteen",
        "fourteen",
        "fifteen",
        "sixteen",
        "seventeen",
        "eighteen",
        "nineteen",
        "twenty",
        "thirty",
        "forty",
        "fifty",
        "sixty",
        "seventy",
        "eighty",
        "ninety",
        "hundred",
        "hundreds",
        "thousand",
        "thousands",
        "million",
        "millions",
        "dozen",
        "dozens",
        "zece",
        "unsprezece",
        "doisprezece",
        "treisprezece",
        "paisprezece",
        "cincisprezece",
        "saisprezece",
        "saptesprezece",
        "optsprezece",
        "nouasprezece",
        "douazeci",
        "treizeci",
        "patruzeci",
        "cincizeci",
        "saizeci",
        "saptezeci",
        "optzeci",
        "nouazeci",
        "suta",
        "sute",
        "mie",
        "mii",
        "milion",
        "milioane",
        "zeci",
    ];
    LARGE.contains(&folded)
}

/// Phrases that claim; a `*` stands for any end of a word, and `+` for the word that follows.
const CLAIMS: &[&str] = &[
    "the most +",
    "most +",
    "number one",
    "no 1",
    "# 1",
    "the only +",
    "risk free",
    "money back",
    "best",
    "cheapest",
    "fastest",
    "finest",
    "strongest",
    "safest",
    "largest",
    "biggest",
    "smallest",
    "lightest",
    "softest",
    "easiest",
    "longest",
    "greatest",
    "highest",
    "lowest",
    "purest",
    "smartest",
    "simplest",
    "quickest",
    "guarantee*",
    "proven",
    "certified",
    "award*",
    "perfect*",
    "clinically",
    "scientifically",
    "dermatologist*",
    "doctor*",
    "lifetime",
    "forever",
    "miracle*",
    "revolutionary",
    "free",
    "unbeatable",
    "organic",
    "unique",
    "cel mai +",
    "cea mai +",
    "cei mai +",
    "cele mai +",
    "numarul unu",
    "numarul 1",
    "nr 1",
    "singurul +",
    "singura +",
    "fara risc*",
    "banii inapoi",
    "pe viata",
    "pentru totdeauna",
    "garant*",
    "dovedit*",
    "certificat*",
    "premiat*",
    "testat*",
    "miracol*",
    "clinic",
    "revolutionar*",
    "gratuit*",
    "gratis",
    "imbatabil*",
    "unic",
    "unica",
    "bio",
    "ecologic*",
];

/// Reads a claim that begins here; its length in words.
fn claim(all: &[Token], at: usize) -> Option<usize> {
    let words = all.get(at..)?;
    let says = |pattern: &&str, word: &Token| match pattern.strip_suffix('*') {
        Some(stem) => word.folded.starts_with(stem),
        None => *pattern == "+" && word.is_word() && word.follows || *pattern == word.folded,
    };
    let fits = |phrase: &&str| {
        let pattern: Vec<&str> = phrase.split(' ').collect();
        let fits = words.len() >= pattern.len() && pattern.iter().zip(words).all(|(p, word)| says(p, word));
        fits.then_some(pattern.len())
    };
    CLAIMS.iter().filter_map(fits).max()
}

/// Words that open a sentence before a name and are none.
const OPENERS: &[&str] = &[
    "the",
    "a",
    "an",
    "this",
    "that",
    "these",
    "our",
    "your",
    "my",
    "with",
    "in",
    "on",
    "at",
    "for",
    "from",
    "by",
    "and",
    "but",
    "meet",
    "try",
    "hello",
    "hi",
    "dear",
    "i",
    "we",
    "la",
    "din",
    "cu",
    "de",
    "pe",
    "un",
    "o",
    "acest",
    "aceasta",
    "acesta",
    "noul",
    "noua",
    "salut",
    "buna",
    "iar",
    "si",
    "prin",
    "pentru",
    "incearca",
    "descopera",
];

/// Reads a name that stands nowhere in the brief; its length in words, or 0.
fn name(all: &[Token], at: usize, known: &Known) -> usize {
    let is_name = |token: &Token| {
        let lone = matches!(token.text.as_str(), "I" | "OK" | "TV" | "DIY");
        let money = currency(&token.folded).is_some();
        token.is_capitalised() && !lone && !money && !known.has_name(&token.folded)
    };
    let run = |from: usize| {
        let words = all.iter().skip(from).enumerate();
        words.take_while(|(n, token)| is_name(token) && (*n == 0 || token.follows)).count()
    };
    match all.get(at) {
        Some(first) if first.opens => {
            let opens_a_name = is_name(first) && !OPENERS.contains(&first.folded.as_str());
            let rest = if all.get(at + 1).is_some_and(|next| next.follows) { run(at + 1) } else { 0 };
            if opens_a_name && rest > 0 { rest + 1 } else { 0 }
        }
        Some(first) if has_inner_capital(first) && !known.has_name(&first.folded) => run(at).max(1),
        Some(_) => run(at),
        None => 0,
    }
}

/// Tells whether a word is written as brands are, such as `iPhone`.
fn has_inner_capital(token: &Token) -> bool {
    let mut letters = token.text.chars();
    letters.next().is_some_and(char::is_lowercase) && letters.any(char::is_uppercase)
}

/// Tells whether most words begin with a capital because it is written as a title.
fn is_title(all: &[Token]) -> bool {
    let long: Vec<&Token> = all.iter().filter(|t| t.is_word() && t.text.chars().count() >= 4).collect();
    let capitals = long.iter().filter(|token| token.is_capitalised()).count();
    capitals >= 4 && capitals * 3 > long.len() * 2
}

/// Finds web addresses, handles and mail addresses that stand nowhere in the brief: where each begins and ends.
fn addresses(letters: &[char], known: &Known) -> Vec<(usize, usize)> {
    let mut found = Vec::new();
    let mut from = 0;
    for word in letters.split(|c| c.is_whitespace()) {
        let start = from;
        from += word.len() + 1;
        let leading = word.iter().take_while(|c| !c.is_alphanumeric() && **c != '@').count();
        let trailing = word.iter().rev().take_while(|c| !c.is_alphanumeric()).count();
        let Some(bare) = word.get(leading..word.len().saturating_sub(trailing)) else { continue };
        let text = fold(&bare.iter().collect::<String>());
        if is_address(&text) && !known.raw.contains(&text) {
            found.push((start + leading, start + leading + bare.len()));
        }
    }
    found
}

fn is_address(text: &str) -> bool {
    const ENDS: &[&str] =
        &[".com", ".ro", ".eu", ".net", ".org", ".shop", ".store", ".io", ".co", ".uk", ".de"];
    let host = text.split('/').next().unwrap_or(text);
    text.contains("://")
        || text.starts_with("www.")
        || text.contains('@') && text.len() > 2
        || ENDS.iter().any(|end| host.len() > end.len() && host.ends_with(end))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{ContextText, ScriptStructure, script_brief::tests::brief};

    fn said(text: &str, idea: &str) -> Vec<(MarkKind, String)> {
        let draft = DraftScript {
            structure: ScriptStructure::Offer,
            hook: "Look at this.".to_owned(),
            sentences: vec![text.to_owned()],
            caption: "Look.".to_owned(),
            hashtags: vec!["#look".to_owned()],
        };
        marks(&draft, &brief(idea)).into_iter().map(|mark| (mark.kind, mark.text)).collect()
    }

    fn found(kind: MarkKind, texts: &[&str]) -> Vec<(MarkKind, String)> {
        texts.iter().map(|text| (kind, (*text).to_owned())).collect()
    }

    #[test]
    fn a_price_that_stands_in_no_input_is_marked() {
        use MarkKind::Price;
        for (text, price) in [
            ("Only $19.99 today.", "$19.99"),
            ("Acum la 49,90 lei.", "49,90 lei"),
            ("Costă 120 de lei.", "120 de lei"),
            ("It is 25 euros.", "25 euros"),
            ("Now for ninety nine dollars.", "ninety nine dollars"),
            ("Doar patruzeci și nouă de lei.", "patruzeci și nouă de lei"),
            ("RON 49 each", "RON 49"),
        ] {
            assert_eq!(said(text, "a candle"), found(Price, &[price]), "{text}");
        }
    }

    #[test]
    fn a_price_of_the_brief_is_known_in_every_way_to_write_it_but_in_no_other_currency() {
        for text in ["Now 1.299 lei.", "Acum 1299 de lei.", "Pay RON 1,299.00 only."] {
            assert_eq!(said(text, "O lampă la 1299,00 lei"), [], "{text}");
        }
        assert_eq!(said("Now 1299 euro.", "O lampă la 1299 lei"), found(MarkKind::Price, &["1299 euro"]));
        assert_eq!(said("Acum 49 lei.", "49 pieces"), found(MarkKind::Price, &["49 lei"]));
    }

    #[test]
    fn superlatives_percentages_and_guarantees_are_claims() {
        for (text, claims) in [
            ("It is the best candle.", vec!["best"]),
            ("The most beautiful one, guaranteed.", vec!["The most beautiful", "guaranteed"]),
            ("Save 50% and ship it free.", vec!["50%", "free"]),
            ("Cea mai bună lumânare, garanție pe viață.", vec!["Cea mai bună", "garanție", "pe viață"]),
            ("Reducere de 30 la sută.", vec!["30 la sută"]),
            ("Livrare gratuită.", vec!["gratuită"]),
        ] {
            assert_eq!(said(text, "a candle"), found(MarkKind::Claim, &claims), "{text}");
        }
        assert_eq!(said("Save 50 percent, the best gift.", "50% off, the best gift"), []);
        let other = said("Cel mai ieftin.", "cel mai bun ceai");
        assert_eq!(other, found(MarkKind::Claim, &["Cel mai ieftin"]));
    }

    #[test]
    fn numbers_that_nobody_told_are_marked_and_counts_of_a_list_are_not() {
        assert_eq!(said("It burns 60 hours.", "a candle"), found(MarkKind::Number, &["60"]));
        assert_eq!(said("It burns sixty hours.", "a candle"), found(MarkKind::Number, &["sixty"]));
        assert_eq!(said("Here are 3 reasons. It burns 60 hours.", "burns 60h"), []);
    }

    #[test]
    fn names_and_addresses_that_nobody_told_are_marked() {
        use MarkKind::Name;
        for (text, names) in [
            ("As loved by Maria Popescu in Paris.", vec!["Maria Popescu", "Paris"]),
            ("Ion Popescu o adoră.", vec!["Ion Popescu"]),
            ("Looks good beside your iPhone.", vec!["iPhone"]),
            ("See www.fake-shop.com, or @fakeshop.", vec!["www.fake-shop.com", "@fakeshop"]),
            ("Comandă pe altmagazin.ro!", vec!["altmagazin.ro"]),
        ] {
            assert_eq!(said(text, "a candle"), found(Name, &names), "{text}");
        }
        assert_eq!(
            said("Lumânarea Mariei, la magazin.ro. Today I say: Look!", "Maria face lumânări, magazin.ro"),
            []
        );
        assert_eq!(said("Stop Wasting Your Precious Money", "a candle"), [], "a title");
    }

    #[test]
    fn context_and_keywords_are_inputs_too_and_every_part_is_looked_at() {
        let draft = DraftScript {
            structure: ScriptStructure::Offer,
            hook: "Costs 5 lei".to_owned(),
            sentences: vec!["From Cluj, with Lavender.".to_owned(), "Și 5 lei 7%".to_owned()],
            caption: "Țină 9%".to_owned(),
            hashtags: vec!["#ok".to_owned(), "#99lei".to_owned()],
        };
        let context = ContextText::parse("We are from Cluj.").unwrap();
        let brief = ScriptBrief { context, keywords: vec!["lavender".to_owned()], ..brief("x, 5 lei") };
        let found: Vec<_> =
            marks(&draft, &brief).into_iter().map(|m| (m.part, m.start, m.end, m.text)).collect();
        assert_eq!(
            found,
            [
                (ScriptPart::Sentence(1), 9, 11, "7%".to_owned()),
                (ScriptPart::Caption, 5, 7, "9%".to_owned()),
                (ScriptPart::Hashtag(1), 1, 6, "99lei".to_owned()),
            ]
        );
    }
}
