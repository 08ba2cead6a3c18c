//! Briefs: what a writer is told before it writes scripts.

use crate::{ContextText, Language};

/// What a writer is told: the idea, and all that it may take facts from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ScriptBrief {
    /// What the video is about, in the person's words.
    pub idea: String,
    /// How long the spoken script should be, in seconds.
    pub length_s: u16,
    /// In which language.
    pub language: Language,
    /// How many scripts, each different.
    pub count: u8,
    /// What the footage shows.
    pub keywords: Vec<String>,
    /// What every script should know about the store.
    pub context: ContextText,
    /// Chooses among what a writer could write; the same seed writes the same where the writer can promise that.
    pub seed: u32,
}

impl ScriptBrief {
    /// The most characters of an idea.
    pub const MAX_IDEA_CHARS: usize = 2_000;
    /// The shortest script, in seconds.
    pub const SHORTEST_S: u16 = 5;
    /// The longest script, in seconds.
    pub const LONGEST_S: u16 = 180;
    /// The most scripts at once.
    pub const MOST_SCRIPTS: u8 = 5;
    /// The most keywords that are told.
    pub const MOST_KEYWORDS: usize = 50;
    /// Words that are spoken in a minute, at the pace of short videos.
    pub const WORDS_A_MINUTE: u32 = 150;

    /// Returns the brief with its idea trimmed and each keyword once, if scripts can be written from it.
    ///
    /// # Errors
    /// [`InvalidBrief`], with the cure.
    pub fn checked(mut self) -> Result<Self, InvalidBrief> {
        self.idea.retain(|c| c == '\n' || !c.is_control());
        self.idea = self.idea.trim().to_owned();
        let length = self.idea.chars().count();
        if length > Self::MAX_IDEA_CHARS {
            return Err(InvalidBrief::IdeaTooLong { length });
        }
        if !self.idea.chars().any(char::is_alphabetic) {
            return Err(InvalidBrief::NoIdea);
        }
        if !(Self::SHORTEST_S..=Self::LONGEST_S).contains(&self.length_s) {
            return Err(InvalidBrief::Length);
        }
        if !(1..=Self::MOST_SCRIPTS).contains(&self.count) {
            return Err(InvalidBrief::Count);
        }
        self.keywords = distinct(self.keywords);
        Ok(self)
    }

    /// Returns how many words fill the length.
    pub fn words(&self) -> u32 {
        (u32::from(self.length_s) * Self::WORDS_A_MINUTE / 60).max(1)
    }

    /// Returns every text that a fact may come from.
    pub fn sources(&self) -> impl Iterator<Item = &str> {
        [self.idea.as_str(), self.context.as_str()]
            .into_iter()
            .chain(self.keywords.iter().map(String::as_str))
    }
}

/// Keeps each keyword once, short and on one line, up to the most that are told.
fn distinct(keywords: Vec<String>) -> Vec<String> {
    let mut kept: Vec<String> = Vec::new();
    for keyword in keywords {
        let line: String = keyword.chars().map(|c| if c.is_control() { ' ' } else { c }).take(80).collect();
        let line = line.trim();
        if !line.is_empty() && !kept.iter().any(|known| known.to_lowercase() == line.to_lowercase()) {
            kept.push(line.to_owned());
        }
    }
    kept.truncate(ScriptBrief::MOST_KEYWORDS);
    kept
}

/// Says why no script can be written from a brief.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum InvalidBrief {
    /// There is no idea.
    #[error("say in a few words what the video is about")]
    NoIdea,
    /// The idea is too long.
    #[error(
        "an idea has at most {} characters, and this has {length}; shorten it, or put what is always true into the \
         store's context",
        ScriptBrief::MAX_IDEA_CHARS
    )]
    IdeaTooLong {
        /// How many it has.
        length: usize,
    },
    /// The length.
    #[error("a script is {} to {} seconds long", ScriptBrief::SHORTEST_S, ScriptBrief::LONGEST_S)]
    Length,
    /// The number.
    #[error("1 to {} scripts are written at once", ScriptBrief::MOST_SCRIPTS)]
    Count,
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;

    pub(crate) fn brief(idea: &str) -> ScriptBrief {
        ScriptBrief {
            idea: idea.to_owned(),
            length_s: 20,
            language: "en".parse().unwrap(),
            count: 3,
            keywords: Vec::new(),
            context: ContextText::default(),
            seed: 0,
        }
    }

    #[test]
    fn a_brief_has_an_idea_and_numbers_in_range() {
        assert_eq!(brief(" a candle \u{0}").checked().unwrap().idea, "a candle");
        assert_eq!(brief("  ?! 12").checked(), Err(InvalidBrief::NoIdea));
        assert!(matches!(
            brief(&"a".repeat(2001)).checked(),
            Err(InvalidBrief::IdeaTooLong { length: 2001 })
        ));
        for length_s in [0, 4, 181] {
            assert_eq!(ScriptBrief { length_s, ..brief("x") }.checked(), Err(InvalidBrief::Length));
        }
        for count in [0, 6] {
            assert_eq!(ScriptBrief { count, ..brief("x") }.checked(), Err(InvalidBrief::Count));
        }
    }

    #[test]
    fn keywords_are_told_once_on_one_line_and_not_without_end() {
        let mut keywords = vec!["Wax".to_owned(), " wax\n".to_owned(), "\n".to_owned(), "a\nb".to_owned()];
        let told = ScriptBrief { keywords: keywords.clone(), ..brief("x") }.checked().unwrap();
        assert_eq!(told.keywords, ["Wax", "a b"]);
        keywords.extend((0..100).map(|n| n.to_string()));
        assert_eq!(ScriptBrief { keywords, ..brief("x") }.checked().unwrap().keywords.len(), 50);
    }
}
