//! Composing: phrases and material become a draft that fills the time.

use domain::{DraftScript, ScriptBrief, ScriptPart, ScriptStructure, marks};

use crate::{
    material::{Material, stopped},
    phrases::Phrases,
};

/// Writes the `n`th draft of a brief.
pub(crate) fn compose(brief: &ScriptBrief, material: &Material, phrases: &Phrases, n: u32) -> DraftScript {
    let turn = brief.seed.wrapping_add(n);
    let structure = pick(&ScriptStructure::ALL, turn).unwrap_or(ScriptStructure::Offer);
    // The same structure again takes other phrases.
    let round = turn.wrapping_add(turn / 4);
    let words = phrases.structure(structure);
    let hook = stopped(&filled(pick(&words.hooks, round).unwrap_or("{}"), &material.topic));
    let call = pick(&phrases.calls, round).unwrap_or_default().to_owned();
    let bridge = pick(&words.bridges, round).unwrap_or_default().to_owned();

    let mut room = Room { left: i64::from(brief.words()) - count(&hook) - count(&call) };
    let mut sentences = Vec::new();
    let told = if structure == ScriptStructure::ListOfThree {
        listed(material, phrases)
    } else {
        told(material, phrases)
    };
    let facts = told.iter().map(|fact| count(fact)).sum::<i64>();
    if room.left >= count(&bridge) + facts.min(8) {
        room.take(&bridge);
        sentences.push(bridge);
    }
    sentences.extend(told.into_iter().filter(|fact| room.takes(fact)));
    let fillers = (0..6).filter_map(|at| pick(&phrases.fillers, round.wrapping_add(at))).map(str::to_owned);
    sentences.extend(fillers.filter(|filler| room.takes(filler)));
    sentences.push(call.clone());
    let caption = format!("{}\n\n{call}", stopped(&material.topic));
    let mut draft = DraftScript { structure, hook, sentences, caption, hashtags: hashtags(material) };
    // Words without the space between them may read as another one, which claims something: "b io" as "bio".
    let claimed: Vec<ScriptPart> = marks(&draft, brief).into_iter().map(|mark| mark.part).collect();
    let mut number = 0..;
    draft.hashtags.retain(|_| !number.next().is_some_and(|n| claimed.contains(&ScriptPart::Hashtag(n))));
    draft
}

/// The words that still fit.
struct Room {
    left: i64,
}

impl Room {
    fn take(&mut self, text: &str) {
        self.left -= count(text);
    }

    fn takes(&mut self, text: &str) -> bool {
        let fits = count(text) <= self.left;
        if fits {
            self.take(text);
        }
        fits
    }
}

fn count(text: &str) -> i64 {
    i64::try_from(text.split_whitespace().count()).unwrap_or(i64::MAX)
}

fn pick<T: Copy>(all: &[T], turn: u32) -> Option<T> {
    let length = u32::try_from(all.len()).ok().filter(|length| *length > 0)?;
    all.get(usize::try_from(turn % length).unwrap_or_default()).copied()
}

/// Puts a text into a phrase.
fn filled(phrase: &str, text: &str) -> String {
    phrase.replacen("{}", text, 1)
}

/// What the person told, as sentences.
fn told(material: &Material, phrases: &Phrases) -> Vec<String> {
    let shown = (!material.keywords.is_empty()).then(|| filled(phrases.shown, &material.keywords.join(", ")));
    let (first, rest) = material.facts.split_at(material.facts.len().min(2));
    first.iter().cloned().chain(shown).chain(rest.iter().cloned()).collect()
}

/// What the person told, as a list of three and what is left of it.
fn listed(material: &Material, phrases: &Phrases) -> Vec<String> {
    let mut facts = material.facts.iter().cloned().chain(material.keywords.iter().map(|word| stopped(word)));
    let mut things = phrases.things.iter().map(|thing| (*thing).to_owned());
    let mut list: Vec<String> = Vec::new();
    for ordinal in phrases.ordinals {
        let Some(thing) = facts.next().or_else(|| things.next()) else { break };
        list.push(filled(ordinal, &thing));
    }
    let rest: Vec<String> = material.facts.iter().skip(3).cloned().collect();
    list.into_iter().chain(rest).collect()
}

/// Makes hashtags of what the footage shows and of the topic's longer words.
fn hashtags(material: &Material) -> Vec<String> {
    let joined = |text: &String| {
        let words = text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
        words.map(|word| stopped(word).trim_end_matches('.').to_owned()).collect::<String>()
    };
    let topic = material.topic.split(|c: char| !c.is_alphanumeric());
    let topic = topic.filter(|word| word.chars().count() >= 5 && !word.chars().any(|c| c.is_ascii_digit()));
    let mut kept: Vec<String> = Vec::new();
    let plain = |word: &&String| !word.chars().any(|c| c.is_ascii_digit());
    for word in material.keywords.iter().filter(plain).map(joined).chain(topic.map(str::to_lowercase)) {
        let new = !kept.iter().any(|known| known.to_lowercase() == word.to_lowercase());
        if new && (2..=40).contains(&word.chars().count()) && kept.len() < 5 {
            kept.push(word);
        }
    }
    kept.into_iter().map(|word| format!("#{word}")).collect()
}
