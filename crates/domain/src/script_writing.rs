//! Writing: drafts of scripts, and the port to those who write them.

use std::time::Duration;

use async_trait::async_trait;
use serde::{Deserialize, Serialize};
use unicode_normalization::UnicodeNormalization as _;

use crate::{Availability, Cost, MAX_SCRIPT_CHARS, ProfileContext, ProviderName, ScriptBrief};

/// How a script is built.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ScriptStructure {
    /// A trouble that the viewer knows, and what ends it.
    ProblemAnswer,
    /// Three things worth knowing.
    ListOfThree,
    /// How it was, and how it is.
    BeforeAfter,
    /// What can be had, and what to do for it.
    Offer,
}

impl ScriptStructure {
    /// Every structure.
    pub const ALL: [Self; 4] = [Self::ProblemAnswer, Self::ListOfThree, Self::BeforeAfter, Self::Offer];

    /// Returns the name that writers and the API use.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::ProblemAnswer => "problem_answer",
            Self::ListOfThree => "list_of_three",
            Self::BeforeAfter => "before_after",
            Self::Offer => "offer",
        }
    }
}

/// A script that a writer wrote; nothing in it has been checked by a person.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DraftScript {
    /// How it is built.
    pub structure: ScriptStructure,
    /// The first sentence, which makes a viewer stay.
    pub hook: String,
    /// What is said after it.
    pub sentences: Vec<String>,
    /// The text of the post.
    pub caption: String,
    /// Each with its `#`.
    pub hashtags: Vec<String>,
}

impl DraftScript {
    const MAX_LINE_CHARS: usize = 500;
    const MAX_CAPTION_CHARS: usize = 2_200;
    const MOST_SENTENCES: usize = 80;
    const MOST_HASHTAGS: usize = 30;

    /// Returns the draft with its spaces in order and each hashtag once, if it can be used.
    ///
    /// # Errors
    /// [`InvalidDraft`], in words that a writer understands.
    pub fn checked(self) -> Result<Self, InvalidDraft> {
        let hook = line("hook", &self.hook)?;
        if self.sentences.is_empty() || self.sentences.len() > Self::MOST_SENTENCES {
            return Err(InvalidDraft(format!("\"sentences\" must have 1 to {} items", Self::MOST_SENTENCES)));
        }
        let sentences =
            self.sentences.iter().map(|text| line("sentences", text)).collect::<Result<_, _>>()?;
        let caption: String = self.caption.trim().nfc().filter(|c| *c == '\n' || !c.is_control()).collect();
        if caption.is_empty() || caption.chars().count() > Self::MAX_CAPTION_CHARS {
            let most = Self::MAX_CAPTION_CHARS;
            return Err(InvalidDraft(format!("\"caption\" must have 1 to {most} characters")));
        }
        let hashtags = hashtags(&self.hashtags)?;
        let draft = Self { structure: self.structure, hook, sentences, caption, hashtags };
        if draft.text().chars().count() > MAX_SCRIPT_CHARS {
            return Err(InvalidDraft(format!("the script must have at most {MAX_SCRIPT_CHARS} characters")));
        }
        Ok(draft)
    }

    /// Returns what is spoken: the hook and the sentences, each on a line of its own.
    pub fn text(&self) -> String {
        let mut text = self.hook.clone();
        for sentence in &self.sentences {
            text.push('\n');
            text.push_str(sentence);
        }
        text
    }

    /// Estimates how long it is spoken, in seconds.
    pub fn length_s(&self) -> u32 {
        let words = u32::try_from(self.text().split_whitespace().count()).unwrap_or(u32::MAX);
        words.saturating_mul(60).div_ceil(ScriptBrief::WORDS_A_MINUTE)
    }
}

fn line(field: &str, text: &str) -> Result<String, InvalidDraft> {
    let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let line: String = line.nfc().filter(|c| !c.is_control()).collect();
    if !line.chars().any(char::is_alphanumeric) || line.chars().count() > DraftScript::MAX_LINE_CHARS {
        let most = DraftScript::MAX_LINE_CHARS;
        return Err(InvalidDraft(format!(
            "each text in \"{field}\" must have words and at most {most} characters"
        )));
    }
    Ok(line)
}

fn hashtags(texts: &[String]) -> Result<Vec<String>, InvalidDraft> {
    let mut kept: Vec<String> = Vec::new();
    for text in texts {
        let word: String = text.trim().trim_start_matches('#').nfc().filter(|c| *c != ' ').collect();
        let plain = word.chars().all(|c| c.is_alphanumeric() || c == '_');
        if word.is_empty() || !plain || word.chars().count() > 100 {
            return Err(InvalidDraft(
                "each of \"hashtags\" must be one word of letters and digits".to_owned(),
            ));
        }
        let tag = format!("#{word}");
        if !kept.contains(&tag) {
            kept.push(tag);
        }
    }
    if kept.len() > DraftScript::MOST_HASHTAGS {
        return Err(InvalidDraft(format!(
            "\"hashtags\" must have at most {} items",
            DraftScript::MOST_HASHTAGS
        )));
    }
    Ok(kept)
}

/// Says why a draft cannot be used.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct InvalidDraft(pub String);

/// What a writer gave.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WrittenScripts {
    /// At least one, and no more than were asked for.
    pub scripts: Vec<DraftScript>,
    /// What the makers charged; as quoted when it is not known.
    pub cost: Option<Cost>,
    /// What the person should know.
    pub notes: Vec<String>,
}

/// Writes scripts. It knows words and price; it never records a cost.
#[cfg_attr(feature = "mocks", mockall::automock)]
#[async_trait]
pub trait ScriptWriter: Send + Sync {
    /// Returns its name, such as `template`.
    fn name(&self) -> ProviderName;
    /// Names it as a person reads it.
    async fn label(&self, ctx: &ProfileContext) -> Result<String, WriteError>;
    /// Returns the most that the scripts of a brief can cost.
    async fn quote(&self, ctx: &ProfileContext, brief: &ScriptBrief) -> Result<Cost, WriteError>;
    /// Says whether it can write for the profile now; asks whoever must be asked, free of charge.
    async fn availability(&self, ctx: &ProfileContext) -> Availability;
    /// Writes the scripts of a brief.
    async fn write(&self, ctx: &ProfileContext, brief: &ScriptBrief) -> Result<WrittenScripts, WriteError>;
}

/// Says why nothing was written, by what the caller can do about it.
#[derive(Debug, thiserror::Error)]
pub enum WriteError {
    /// It is not there for this profile: apply the cure.
    #[error("{cure}")]
    Unavailable {
        /// What the person or the operator can do.
        cure: String,
    },
    /// The profile's key is missing, wrong or not allowed to do this: the cure says which.
    #[error("{cure}")]
    KeyRefused {
        /// What the person can do.
        cure: String,
    },
    /// The profile's account has nothing left: the cure says what to do.
    #[error("{cure}")]
    OutOfCredit {
        /// What the person can do.
        cure: String,
    },
    /// It refuses what it was asked, and will do so again: change what the message names.
    #[error("{0}")]
    Refused(String),
    /// The model does not want to write this: change the idea.
    #[error("the model declined to write this: {0}; say the idea in other words")]
    Declined(String),
    /// The answer was cut off at its limit: ask for fewer or shorter scripts.
    #[error(
        "the model's answer was cut off before its end; ask for fewer or shorter scripts, or take another model"
    )]
    Truncated,
    /// The answer is not what was asked for: try again, or take another model.
    #[error("the model's answer could not be read: {0}; try again, or take another model")]
    Unreadable(String),
    /// It has too much to do: try again, not before the wait is over where one is told.
    #[error("the writer has too much to do now; try again a little later")]
    Busy {
        /// How long to wait.
        retry_after: Option<Duration>,
    },
    /// It cannot be reached, and was not asked: try again later, or correct the address.
    #[error("{0}")]
    Unreachable(String),
    /// It was asked, and its answer was lost: whether it is charged is not known, so the same must not be sent again.
    #[error("{0}")]
    Lost(String),
    /// It failed otherwise.
    #[error("the writer failed: {0}")]
    Failed(String),
    /// It failed after something was paid for: book what was spent, then do as the source asks.
    #[error("{source}")]
    Paid {
        /// What the makers charged before it failed.
        spent: Cost,
        /// Why it failed; never another `Paid`.
        source: Box<WriteError>,
    },
}

impl WriteError {
    /// Returns the error with what was spent before it; the same error when that is nothing.
    #[must_use]
    pub fn after_spending(self, before: Cost) -> Self {
        match self {
            Self::Paid { spent, source } => Self::Paid { spent: spent.plus(before), source },
            unpaid if before == Cost::FREE => unpaid,
            unpaid => Self::Paid { spent: before, source: Box::new(unpaid) },
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn draft() -> DraftScript {
        DraftScript {
            structure: ScriptStructure::Offer,
            hook: " Look\n here. ".to_owned(),
            sentences: vec!["It burns.".to_owned()],
            caption: "Two\nlines".to_owned(),
            hashtags: vec!["wax".to_owned(), "#wax".to_owned(), "#Soy Candle".to_owned()],
        }
    }

    #[test]
    fn a_draft_is_brought_into_order() {
        let draft = draft().checked().unwrap();
        assert_eq!(draft.text(), "Look here.\nIt burns.");
        assert_eq!(
            (draft.caption.as_str(), draft.hashtags),
            ("Two\nlines", vec!["#wax".to_owned(), "#SoyCandle".to_owned()])
        );
    }

    #[test]
    fn what_cannot_be_spoken_or_posted_is_refused_with_its_field() {
        let refused = |draft: DraftScript| draft.checked().unwrap_err().to_string();
        assert!(refused(DraftScript { hook: "...".to_owned(), ..draft() }).contains("hook"));
        assert!(refused(DraftScript { sentences: Vec::new(), ..draft() }).contains("sentences"));
        assert!(refused(DraftScript { sentences: vec!["a".repeat(501)], ..draft() }).contains("sentences"));
        assert!(refused(DraftScript { caption: " ".to_owned(), ..draft() }).contains("caption"));
        assert!(refused(DraftScript { hashtags: vec!["a,b".to_owned()], ..draft() }).contains("hashtags"));
    }

    #[test]
    fn a_failure_remembers_all_that_was_spent_before_it() {
        let paid = WriteError::Truncated.after_spending(Cost(3)).after_spending(Cost(4));
        assert!(matches!(paid, WriteError::Paid { spent: Cost(7), .. }), "{paid:?}");
        assert!(matches!(WriteError::Truncated.after_spending(Cost::FREE), WriteError::Truncated));
    }
}
