//! Material: what the person told, cut into pieces that can be said.

use domain::{Script, ScriptBrief};

/// The most words of a topic; a longer one is named by its beginning.
const TOPIC_WORDS: usize = 14;
/// The most characters of a piece.
const PIECE_CHARS: usize = 220;
/// What is longer is no word that anybody could say.
const LONGEST_WORD: usize = 400;

/// What the person told.
pub(crate) struct Material {
    /// What it is about, without a stop at its end.
    pub(crate) topic: String,
    /// Sentences, each with a stop, the idea's before the store's.
    pub(crate) facts: Vec<String>,
    /// What the footage shows.
    pub(crate) keywords: Vec<String>,
}

impl Material {
    pub(crate) fn of(brief: &ScriptBrief) -> Self {
        let idea = sentences(&brief.idea);
        let first = idea.first().map_or("", String::as_str);
        let topic = topic(first);
        // A topic that names the whole sentence needs not be said again.
        let said = usize::from(unstopped(first) == topic);
        let store = sentences(brief.context.as_str()).into_iter().filter(|text| is_of_the_store(text));
        let facts = idea.into_iter().skip(said).chain(store).flat_map(|text| pieces(&text)).collect();
        let keywords = brief.keywords.iter().filter(|word| word.chars().any(char::is_alphanumeric));
        Self { topic, facts, keywords: keywords.take(6).cloned().collect() }
    }
}

fn sentences(text: &str) -> Vec<String> {
    let Ok(script) = Script::parse(text) else { return Vec::new() };
    script.sentences().into_iter().map(|sentence| sentence.words.join(" ")).collect()
}

/// Tells whether a sentence of the context speaks of the store itself; others may be notes for whoever writes.
fn is_of_the_store(text: &str) -> bool {
    const BEGINNINGS: [&str; 14] = [
        "we ",
        "our ",
        "i ",
        "my ",
        "noi ",
        "suntem ",
        "facem ",
        "avem ",
        "oferim ",
        "lucrăm ",
        "vindem ",
        "livrăm ",
        "magazinul nostru ",
        "atelierul nostru ",
    ];
    let text = text.to_lowercase();
    BEGINNINGS.iter().any(|beginning| text.starts_with(beginning))
}

fn unstopped(text: &str) -> &str {
    text.trim_end_matches(['.', '!', '?', '…', ',', ';', ':', ' '])
}

/// Names what a sentence is about: all of it, its first clause, or its first words.
fn topic(sentence: &str) -> String {
    let whole = unstopped(sentence);
    let short =
        |text: &str| text.split_whitespace().count() <= TOPIC_WORDS && text.chars().count() <= PIECE_CHARS;
    if short(whole) {
        return whole.to_owned();
    }
    let mut clause =
        [", ", "; ", ": ", " – ", " - "].iter().filter_map(|cut| whole.split_once(cut)).map(|(a, _)| a);
    if let Some(clause) = clause.find(|text| short(text) && text.split_whitespace().count() >= 2) {
        return unstopped(clause).to_owned();
    }
    let mut topic = String::new();
    for word in whole.split_whitespace().take(TOPIC_WORDS) {
        if !topic.is_empty() {
            if topic.chars().count() + word.chars().count() >= PIECE_CHARS {
                break;
            }
            topic.push(' ');
        }
        topic.extend(word.chars().take(LONGEST_WORD));
    }
    unstopped(&topic).to_owned()
}

/// Cuts a sentence into pieces that can be said in one breath, each with a capital and a stop.
fn pieces(sentence: &str) -> Vec<String> {
    let mut pieces: Vec<String> = Vec::new();
    let mut piece = String::new();
    for word in sentence.split_whitespace() {
        let full = piece.chars().count() + word.chars().count() >= PIECE_CHARS;
        if full && piece.chars().any(char::is_alphanumeric) {
            pieces.push(stopped(&piece));
            piece.clear();
        }
        if !piece.is_empty() {
            piece.push(' ');
        }
        piece.extend(word.chars().take(LONGEST_WORD));
    }
    if piece.chars().any(char::is_alphanumeric) {
        pieces.push(stopped(&piece));
    }
    pieces
}

/// Writes a text as a sentence.
pub(crate) fn stopped(text: &str) -> String {
    let text = text.trim().trim_end_matches([',', ';', ':']);
    let mut letters = text.chars();
    let first: String = letters.next().map(|c| c.to_uppercase().to_string()).unwrap_or_default();
    let stop = if text.ends_with(['.', '!', '?', '…']) { "" } else { "." };
    format!("{first}{}{stop}", letters.as_str())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_short_idea_is_the_topic_and_the_rest_are_facts() {
        assert_eq!(topic("Soy candle with lavender, 49.90 lei."), "Soy candle with lavender, 49.90 lei");
        let long = "A candle of soy wax, poured by hand in our small workshop, that smells of lavender and burns for long";
        assert_eq!(topic(long), "A candle of soy wax");
        assert_eq!(topic(&"word ".repeat(40)).split(' ').count(), TOPIC_WORDS);
    }

    #[test]
    fn the_context_is_told_where_it_speaks_of_the_store_and_not_where_it_is_a_note() {
        assert!(is_of_the_store("We pour candles by hand."));
        assert!(is_of_the_store("Facem lumânări."));
        assert!(!is_of_the_store("Never name a competitor."));
    }

    #[test]
    fn a_sign_before_a_very_long_word_is_no_piece() {
        let pieces = pieces(&format!("? {}", "a".repeat(240)));
        assert!(pieces.iter().all(|piece| piece.contains('a')), "{pieces:?}");
    }

    #[test]
    fn long_sentences_are_cut_between_words() {
        let cut = pieces(&"lumânare parfumată ".repeat(40));
        assert!(cut.len() > 2 && cut.iter().all(|piece| piece.chars().count() <= PIECE_CHARS + 1), "{cut:?}");
    }
}
