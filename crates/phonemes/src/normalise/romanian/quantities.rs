//! Numbers, prices and measures.

use super::{
    PARTS, SIGNS,
    gender::gender_of,
    moments,
    nouns::{self, Noun},
    numbers::{self, Gender},
};
use crate::normalise::{
    Here, Said, mixed,
    numeral::{Numeral, split_number},
};

/// Says what begins with a digit or the sign of a currency.
pub(super) fn say(here: Here<'_>) -> Option<Said> {
    let core = here.core();
    let unsigned = core.strip_prefix(['-', '−']).unwrap_or(core);
    if let Some((both, amount)) = nouns::currency_before(unsigned) {
        let minus = if unsigned.len() < core.len() { "-" } else { "" };
        let amount = format!("{minus}{amount}");
        let (number, rest) = split_number(&amount)?;
        return price(&Numeral::parse(number, SIGNS)?, both, rest);
    }
    if let Some(said) = mixed::telephone(here, PARTS).or_else(|| fraction_sign(core)) {
        return Some(said);
    }
    let (number, rest) = split_number(core)?;
    let Some(numeral) = Numeral::parse(number, SIGNS) else {
        return rest.is_empty().then(|| Said::one(super::versioned(number.trim_start_matches('+'))));
    };
    if rest.is_empty() {
        Some(alone(here, &numeral))
    } else {
        ranged(here, &numeral, rest).or_else(|| suffixed(here, &numeral, rest))
    }
}

/// Says a number that is a word of its own, and what it counts.
fn alone(here: Here<'_>, numeral: &Numeral) -> Said {
    if let Some(said) = spaced_range(here, numeral) {
        return said;
    }
    // "21 de ore" has its own "de".
    let own_de = here.ahead(1) == "de";
    let next = if own_de { here.ahead(2) } else { here.ahead(1) };
    let (name, per) = next.split_once('/').filter(|_| nouns::unit(next).is_none()).unwrap_or((next, ""));
    let per = if per.is_empty() { String::new() } else { format!(" pe {}", single(per)) };
    if own_de {
        let gender = nouns::currency(name)
            .map(|(noun, _)| noun.gender)
            .or_else(|| nouns::unit(name).map(|noun| noun.gender));
        let gender = gender.or_else(|| gender_of(name)).unwrap_or(Gender::Masculine);
        return Said::one(counted(numeral, gender));
    }
    if next == "%" {
        return Said::several([numbers::numeral(numeral), "la sută".to_owned()]);
    }
    if let Some((noun, cent)) = nouns::currency(name) {
        let (amount, unit) = amount(numeral, noun, cent);
        return Said::several([amount, unit + &per]);
    }
    if let Some(noun) = nouns::unit(name) {
        let (number, unit) = nouns::count(numeral, noun);
        // "5 mil. lei"
        let counts = nouns::currency(if here.has_dot(1) { here.next(2) } else { "" }).is_some()
            && name.starts_with('m');
        let de = if counts { " de" } else { "" };
        let mut said = Said::several([number, format!("{unit}{per}{de}")]).abbreviated(here);
        said.takes_dot |= counts;
        return said;
    }
    match gender_of(next).filter(|_| numeral.decimals.is_empty() && !moments::is_month(next)) {
        Some(gender) if numeral.count() == Some(1) => Said::one(numbers::one(gender)),
        Some(gender) => Said::one(counted(numeral, gender)),
        None => Said::one(numbers::numeral(numeral)),
    }
}

fn counted(numeral: &Numeral, gender: Gender) -> String {
    numeral.count().map_or_else(|| numbers::numeral(numeral), |number| numbers::counted(number, gender))
}

/// Says `12,50€`, `50%`, `250ml`, `2,5x`, `3-lea`, `10k`, `1/2`.
fn suffixed(here: Here<'_>, numeral: &Numeral, rest: &str) -> Option<Said> {
    let count = numeral.count();
    if let Some(both) = nouns::currency(rest) {
        return price(numeral, both, "");
    }
    if let Some(noun) = nouns::unit(rest) {
        return Some(Said::one(together(numeral, noun)));
    }
    let words = match rest {
        "%" => format!("{} la sută", numbers::numeral(numeral)),
        "-lea" => numbers::ordinal(count?, Gender::Masculine),
        "-a" => numbers::ordinal(count?, Gender::Feminine),
        "x" | "×" => {
            let noun = Noun { one: "dată", many: "ori", gender: Gender::Feminine };
            let de = if here.behind() == "de" { "" } else { "de " };
            format!("{de}{}", together(numeral, noun))
        }
        "+" => format!("{} plus", numbers::numeral(numeral)),
        "k" | "K" | "M" => {
            let scale = nouns::unit(if rest == "M" { "mil" } else { "mii" })?;
            let de = if gender_of(here.ahead(1)).is_some() { " de" } else { "" };
            together(numeral, scale) + de
        }
        _ => return fraction(numeral, rest).or_else(|| by(numeral, rest)).map(Said::one),
    };
    Some(Said::one(words))
}

fn together(numeral: &Numeral, noun: Noun) -> String {
    let (number, unit) = nouns::count(numeral, noun);
    format!("{number} {unit}")
}

/// Says a price in one word, perhaps for one of something: `$5.99/lună`.
fn price(numeral: &Numeral, (noun, cent): (Noun, Noun), rest: &str) -> Option<Said> {
    let (number, unit) = amount(numeral, noun, cent);
    if let Some(upper) = rest.strip_prefix(['-', '–']) {
        let upper = Numeral::parse(upper, SIGNS)?;
        return Some(Said::one(format!("{} până la {}", numbers::numeral(numeral), together(&upper, noun))));
    }
    let scale = match rest {
        "k" | "K" => nouns::unit("mii"),
        "M" => nouns::unit("mil"),
        _ => None,
    };
    if let Some(scale) = scale {
        return Some(Said::one(format!("{} de {}", together(numeral, scale), noun.many)));
    }
    match rest.strip_prefix('/') {
        Some(of) => Some(Said::one(format!("{number} {unit} pe {}", single(of)))),
        None => rest.is_empty().then(|| Said::one(format!("{number} {unit}"))),
    }
}

/// The number of an amount, and its noun with the hundredths after it.
fn amount(numeral: &Numeral, noun: Noun, cent: Noun) -> (String, String) {
    let cents = match numeral.decimals.as_str() {
        "" | "0" | "00" => return whole(numeral, noun),
        tenths if tenths.len() == 1 => format!("{tenths}0"),
        hundredths => hundredths.trim_start_matches('0').to_owned(),
    };
    let part = |digits: &str| Numeral {
        negative: false,
        whole: digits.to_owned(),
        decimals: String::new(),
        grouped: false,
    };
    if numeral.decimals.len() > 2 {
        return (numbers::numeral(numeral), noun.many.to_owned());
    }
    let small = together(&part(&cents), cent);
    if numeral.whole == "0" {
        let (number, unit) = nouns::count(&part(&cents), cent);
        return (number, unit.to_owned());
    }
    let (number, unit) = whole(numeral, noun);
    (number, format!("{unit} și {small}"))
}

fn whole(numeral: &Numeral, noun: Noun) -> (String, String) {
    let (number, unit) = nouns::count(&Numeral { decimals: String::new(), ..numeral.clone() }, noun);
    (number, unit.to_owned())
}

/// The name of what a price is for: `kg`, `lună`, `100g`.
fn single(of: &str) -> String {
    if let Some(noun) = nouns::unit(of) {
        return noun.one.to_owned();
    }
    let measured = || {
        let (number, sign) = split_number(of)?;
        Some(together(&Numeral::parse(number, SIGNS)?, nouns::unit(sign)?))
    };
    measured().unwrap_or_else(|| mixed::in_words(of, PARTS))
}

/// Says `5-10 lei`, `50–60%`, `1990-1995`: from the first to the second, which counts.
fn ranged(here: Here<'_>, from: &Numeral, rest: &str) -> Option<Said> {
    let (number, after) = split_number(rest.strip_prefix(['-', '–'])?)?;
    let to = Numeral::parse(number, SIGNS)?;
    let mut said = if after.is_empty() { alone(here, &to) } else { suffixed(here, &to, after)? };
    if let Some((_, words)) = said.words.first_mut() {
        *words = format!("{} până la {words}", numbers::numeral(from));
    }
    Some(said)
}

/// Says `5 - 10`.
fn spaced_range(here: Here<'_>, from: &Numeral) -> Option<Said> {
    let number = here.atoms.get(here.at).filter(|number| number.after.is_empty())?;
    let dash = here.atoms.get(here.at + 1).filter(|dash| dash.core.is_empty() && dash.after == "—")?;
    let to = here.atoms.get(here.at + 2).filter(|_| dash.word > number.word)?;
    Numeral::parse(&to.core, SIGNS)?;
    Some(Said {
        used: 2,
        words: vec![(0, numbers::numeral(from)), (1, "până la".to_owned())],
        takes_dot: false,
    })
}

fn fraction(numeral: &Numeral, rest: &str) -> Option<String> {
    let (above, below) = (numeral.count()?, Numeral::parse(rest.strip_prefix('/')?, SIGNS)?.count()?);
    Some(match (above, below) {
        (1, 2) => "o jumătate".to_owned(),
        (1, 4) => "un sfert".to_owned(),
        (3, 4) => "trei sferturi".to_owned(),
        (1, 3) => "o treime".to_owned(),
        (2, 3) => "două treimi".to_owned(),
        (24, 7) => "douăzeci și patru din șapte".to_owned(),
        _ => format!("{} pe {}", numbers::cardinal(above), numbers::cardinal(below)),
    })
}

/// Says `2x4` and `16:9`.
fn by(numeral: &Numeral, rest: &str) -> Option<String> {
    let (word, other) = match rest.strip_prefix(':') {
        Some(other) => ("la", other),
        None => ("pe", rest.strip_prefix(['x', '×'])?),
    };
    let other = Numeral::parse(other, SIGNS)?;
    Some(format!("{} {word} {}", numbers::numeral(numeral), numbers::numeral(&other)))
}

fn fraction_sign(core: &str) -> Option<Said> {
    const FRACTIONS: [(char, &str, &str); 5] = [
        ('½', "o jumătate", "jumătate"),
        ('¼', "un sfert", "un sfert"),
        ('¾', "trei sferturi", "trei sferturi"),
        ('⅓', "o treime", "o treime"),
        ('⅔', "două treimi", "două treimi"),
    ];
    let (sign, alone, after) = FRACTIONS.iter().find(|(sign, ..)| core.ends_with(*sign))?;
    let whole = core.trim_end_matches(*sign);
    if whole.is_empty() {
        return Some(Said::one(*alone));
    }
    Some(Said::one(format!("{} și {after}", numbers::numeral(&Numeral::parse(whole, SIGNS)?))))
}
