//! Splitting: a text that is longer than a model takes, at sentences, else at clauses, else between words.

use std::ops::Range;

use domain::TtsError;

/// Splits words into parts of at most `limit` characters, single spaces between the words counted.
///
/// # Errors
/// [`TtsError::TooLong`] when a single word is longer.
pub(crate) fn split(words: &[String], limit: usize) -> Result<Vec<Range<usize>>, TtsError> {
    let lengths: Vec<usize> = words.iter().map(|word| word.chars().count()).collect();
    if let Some(length) = lengths.iter().copied().find(|length| *length > limit) {
        return Err(TtsError::TooLong { length, limit });
    }
    let mut parts = Vec::new();
    let mut start = 0;
    while start < words.len() {
        let end = start + fitting(lengths.iter().skip(start), limit);
        let end = if end == words.len() { end } else { best_end(words, start..end) };
        parts.push(start..end);
        start = end;
    }
    Ok(parts)
}

/// Counts the words that fit, at least one.
fn fitting<'l>(lengths: impl Iterator<Item = &'l usize>, limit: usize) -> usize {
    let mut sum = 0;
    let fits = lengths.take_while(|length| {
        sum += *length + usize::from(sum > 0);
        sum <= limit
    });
    fits.count().max(1)
}

/// Returns where among these words to end a part: after the last sentence, else clause, else word.
fn best_end(words: &[String], range: Range<usize>) -> usize {
    let last = |signs: &[char]| {
        let ends = |word: &String| word.trim_end_matches(CLOSING).ends_with(signs);
        let within = words.get(range.clone()).unwrap_or_default();
        within.iter().rposition(ends).map(|place| range.start + place + 1)
    };
    last(&SENTENCE).or_else(|| last(&CLAUSE)).unwrap_or(range.end)
}

/// What may stand after the sign that ends a sentence.
const CLOSING: [char; 7] = ['"', '\'', '”', '’', '»', ')', ']'];
/// What ends a sentence.
const SENTENCE: [char; 8] = ['.', '!', '?', '…', '。', '！', '？', '।'];
/// What ends a clause.
const CLAUSE: [char; 7] = [',', ';', ':', '–', '—', '，', '、'];

#[cfg(test)]
mod tests {
    use super::*;

    fn parts(text: &str, limit: usize) -> Vec<String> {
        let words: Vec<String> = text.split(' ').map(str::to_owned).collect();
        split(&words, limit).unwrap().into_iter().map(|range| words[range].join(" ")).collect()
    }

    #[test]
    fn a_text_is_split_at_sentences_else_at_clauses_else_between_words() {
        assert_eq!(parts("One two. Three four.", 100), ["One two. Three four."]);
        assert_eq!(
            parts("One two. \"Three.\" Four five six.", 25),
            ["One two. \"Three.\"", "Four five six."]
        );
        assert_eq!(parts("one two, three four five", 15), ["one two,", "three four five"]);
        assert_eq!(parts("one two three four", 9), ["one two", "three", "four"]);
        assert_eq!(parts("é é é", 3), ["é é", "é"], "characters count, not bytes");
    }

    #[test]
    fn no_part_is_longer_than_the_limit_and_no_word_is_lost() {
        let text = "Aa bb. Cc, dd ee  ff gg! ".repeat(40);
        for limit in 3..60 {
            let parts = parts(&text, limit);
            assert!(parts.iter().all(|part| part.chars().count() <= limit), "{limit}");
            assert_eq!(parts.join(" "), text);
        }
    }

    #[test]
    fn a_word_that_is_too_long_is_told() {
        let refused = split(&["a".repeat(11)], 10);
        assert!(matches!(refused, Err(TtsError::TooLong { length: 11, limit: 10 })), "{refused:?}");
    }
}
