//! The language of a text, where it can be told.

use domain::Language;
use whatlang::Lang;

/// The languages of ISO 639-3 that have a tag of two letters.
#[rustfmt::skip]
const TAGS: [(Lang, &str); 69] = [
    (Lang::Eng, "en"), (Lang::Ron, "ro"), (Lang::Deu, "de"), (Lang::Fra, "fr"), (Lang::Spa, "es"), (Lang::Ita, "it"),
    (Lang::Por, "pt"), (Lang::Nld, "nl"), (Lang::Pol, "pl"), (Lang::Hun, "hu"), (Lang::Ces, "cs"), (Lang::Slk, "sk"),
    (Lang::Slv, "sl"), (Lang::Hrv, "hr"), (Lang::Srp, "sr"), (Lang::Bul, "bg"), (Lang::Mkd, "mk"), (Lang::Ell, "el"),
    (Lang::Tur, "tr"), (Lang::Rus, "ru"), (Lang::Ukr, "uk"), (Lang::Bel, "be"), (Lang::Swe, "sv"), (Lang::Dan, "da"),
    (Lang::Nob, "nb"), (Lang::Fin, "fi"), (Lang::Est, "et"), (Lang::Lav, "lv"), (Lang::Lit, "lt"), (Lang::Cat, "ca"),
    (Lang::Ara, "ar"), (Lang::Heb, "he"), (Lang::Pes, "fa"), (Lang::Urd, "ur"), (Lang::Hin, "hi"), (Lang::Ben, "bn"),
    (Lang::Mar, "mr"), (Lang::Guj, "gu"), (Lang::Pan, "pa"), (Lang::Tam, "ta"), (Lang::Tel, "te"), (Lang::Kan, "kn"),
    (Lang::Mal, "ml"), (Lang::Sin, "si"), (Lang::Nep, "ne"), (Lang::Ori, "or"), (Lang::Tha, "th"), (Lang::Khm, "km"),
    (Lang::Mya, "my"), (Lang::Kor, "ko"), (Lang::Jpn, "ja"), (Lang::Cmn, "zh"), (Lang::Vie, "vi"), (Lang::Ind, "id"),
    (Lang::Jav, "jv"), (Lang::Tgl, "tl"), (Lang::Kat, "ka"), (Lang::Hye, "hy"), (Lang::Aze, "az"), (Lang::Uzb, "uz"),
    (Lang::Tuk, "tk"), (Lang::Amh, "am"), (Lang::Afr, "af"), (Lang::Zul, "zu"), (Lang::Sna, "sn"), (Lang::Aka, "ak"),
    (Lang::Epo, "eo"), (Lang::Lat, "la"), (Lang::Yid, "yi"),
];

/// Names a text's language, when it can be told reliably: of a few words it cannot.
pub(crate) fn language_of(text: &str) -> Option<Language> {
    let found = whatlang::detect(text).filter(whatlang::Info::is_reliable)?.lang();
    let tag = TAGS.iter().find(|(language, _)| *language == found).map_or(found.code(), |(_, tag)| *tag);
    tag.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_language_is_told_where_it_is_certain() {
        let told = |text| language_of(text).map(|language| language.as_str().to_owned());
        let candle =
            "This bottle keeps your water cold for a whole day. No leaks, no fuss. Choose your colour.";
        assert_eq!(told(candle).as_deref(), Some("en"));
        assert_eq!(
            told("Lumânarea noastră nouă arde șaizeci de ore și miroase a cedru.").as_deref(),
            Some("ro")
        );
        assert_eq!(told("日本語の文章です。").as_deref(), Some("ja"));
        assert_eq!(told("OK 123"), None);
    }
}
