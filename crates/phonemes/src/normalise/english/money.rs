//! Prices.

use super::{SIGNS, measures, numbers};
use crate::normalise::{
    Here, Said,
    numeral::{Numeral, split_number},
};

/// A currency: one and many of it, and of its hundredth.
struct Currency {
    /// Its sign before or after the amount, and its codes.
    signs: &'static [&'static str],
    one: &'static str,
    many: &'static str,
    cent: &'static str,
    cents: &'static str,
}

const CURRENCIES: [Currency; 10] = [
    Currency { signs: &["$", "US$", "USD"], one: "dollar", many: "dollars", cent: "cent", cents: "cents" },
    Currency { signs: &["€", "EUR"], one: "euro", many: "euros", cent: "cent", cents: "cents" },
    Currency { signs: &["£", "GBP"], one: "pound", many: "pounds", cent: "penny", cents: "pence" },
    Currency { signs: &["¥", "JPY"], one: "yen", many: "yen", cent: "sen", cents: "sen" },
    Currency { signs: &["₹", "INR"], one: "rupee", many: "rupees", cent: "paisa", cents: "paise" },
    Currency { signs: &["lei", "leu", "RON"], one: "leu", many: "lei", cent: "ban", cents: "bani" },
    Currency {
        signs: &["C$", "CA$", "CAD"],
        one: "Canadian dollar",
        many: "Canadian dollars",
        cent: "cent",
        cents: "cents",
    },
    Currency {
        signs: &["A$", "AU$", "AUD"],
        one: "Australian dollar",
        many: "Australian dollars",
        cent: "cent",
        cents: "cents",
    },
    Currency { signs: &["CHF"], one: "franc", many: "francs", cent: "centime", cents: "centimes" },
    Currency { signs: &["₽", "RUB"], one: "ruble", many: "rubles", cent: "kopeck", cents: "kopecks" },
];

/// Says a price that begins here: `$5.99`, `€12,50`, `$1.2M`, `$5-10`, `$9/month`, `5 USD`, `$3 million`.
pub(super) fn say(here: Here<'_>) -> Option<Said> {
    let core = here.core();
    if let Some((currency, amount)) = before(core) {
        return priced(here, currency, &amount);
    }
    if let Some(currency) = named(core) {
        // The sign or the code by itself, before the amount.
        let (number, rest) = split_number(here.ahead(1))?;
        let numeral = Numeral::parse(number, SIGNS).filter(|_| rest.is_empty())?;
        return Some(Said { used: 2, words: vec![(1, amount(&numeral, currency))], takes_dot: false });
    }
    let (number, rest) = split_number(core)?;
    let numeral = Numeral::parse(number, SIGNS)?;
    if let Some(currency) = named(rest) {
        return Some(Said::one(amount(&numeral, currency)));
    }
    let currency = named(here.ahead(1)).filter(|_| rest.is_empty())?;
    let words = amount(&numeral, currency);
    let (amount, unit) = words.split_once(&format!(" {}", unit(&numeral, currency)))?;
    Some(Said::several([amount.to_owned(), format!("{}{unit}", self::unit(&numeral, currency))]))
}

/// Splits the sign of a currency from the amount after it; a minus may stand before both.
fn before(core: &str) -> Option<(&'static Currency, String)> {
    let (minus, core) = core.strip_prefix(['-', '−']).map_or(("", core), |core| ("-", core));
    let signs =
        || CURRENCIES.iter().flat_map(|currency| currency.signs.iter().map(move |sign| (currency, *sign)));
    let digit = |rest: &str| rest.starts_with(|c: char| c.is_ascii_digit() || c == '-' || c == '.');
    signs().find_map(|(currency, sign)| {
        Some((currency, minus.to_owned() + core.strip_prefix(sign).filter(|rest| digit(rest))?))
    })
}

fn named(name: &str) -> Option<&'static Currency> {
    CURRENCIES.iter().find(|currency| currency.signs.contains(&name))
}

fn priced(here: Here<'_>, currency: &Currency, text: &str) -> Option<Said> {
    let (number, rest) = split_number(text)?;
    let numeral = Numeral::parse(number, SIGNS)?;
    if rest.is_empty() && measures::is_scale(here.ahead(1)) {
        let scaled = format!("{} {}", here.ahead(1), currency.many);
        return Some(Said::several([numbers::numeral(&numeral), scaled]));
    }
    if let Some(upper) = rest.strip_prefix(['-', '–']) {
        let upper = before(upper).map_or_else(|| upper.to_owned(), |(_, upper)| upper);
        let upper = Numeral::parse(&upper, SIGNS)?;
        return Some(Said::one(format!("{} to {}", numbers::numeral(&numeral), amount(&upper, currency))));
    }
    let (scale, rest) = measures::scale(rest);
    let price = match scale {
        Some(scale) => format!("{} {scale} {}", numbers::numeral(&numeral), currency.many),
        None => amount(&numeral, currency),
    };
    match rest.strip_prefix('/') {
        Some(of) => Some(Said::one(format!("{price} per {}", measures::single(of)))),
        None if rest == "+" => Some(Said::one(format!("{price} plus"))),
        None => rest.is_empty().then(|| Said::one(price)),
    }
}

/// Says an amount: `five dollars and ninety nine cents`.
fn amount(numeral: &Numeral, currency: &Currency) -> String {
    let cents: Option<u64> = match numeral.decimals.len() {
        0 => Some(0),
        1 => numeral.decimals.parse().ok().map(|tenths: u64| tenths * 10),
        2 => numeral.decimals.parse().ok(),
        _ => None,
    };
    let (Some(cents), Ok(whole)) = (cents, numeral.whole.parse::<u64>()) else {
        return format!("{} {}", numbers::numeral(numeral), currency.many);
    };
    let minus = if numeral.negative { "minus " } else { "" };
    let small =
        format!("{} {}", numbers::cardinal(cents), if cents == 1 { currency.cent } else { currency.cents });
    let large = format!("{} {}", numbers::cardinal(whole), unit(numeral, currency));
    match (whole, cents) {
        (_, 0) => format!("{minus}{large}"),
        (0, _) => format!("{minus}{small}"),
        _ => format!("{minus}{large} and {small}"),
    }
}

fn unit(numeral: &Numeral, currency: &Currency) -> &'static str {
    if numeral.whole == "1" { currency.one } else { currency.many }
}
