//! What every [`TtsProvider`] keeps, whatever engine speaks; adapters and fakes run it in their tests.
//!
//! A part that fails panics and names what was broken.
#![expect(
    clippy::expect_used,
    clippy::missing_panics_doc,
    reason = "a contract that is broken panics, as a test does"
)]

use std::collections::HashSet;

use domain::{
    Availability, Cost, ProfileContext, Speech, Speed, SpokenAudio, TtsError, TtsProvider, VoiceName,
    WordTiming,
};
use futures_util::{FutureExt, future::join_all};

const SENTENCE: &str = "Our new candle burns for sixty hours and smells of cedar.";

/// The provider that is held to the contract, and what it says of itself.
pub struct TtsContract<'p> {
    /// The provider, ready to speak.
    pub provider: &'p dyn TtsProvider,
    /// Who calls.
    pub ctx: ProfileContext,
    /// An English voice of it.
    pub voice: VoiceName,
    /// Whether the same words give the same samples.
    pub deterministic: bool,
}

impl TtsContract<'_> {
    /// Runs every part.
    pub async fn hold(&self) {
        self.it_tells_what_it_is().await;
        self.it_lists_its_voices().await;
        self.speech_has_sound_of_a_plausible_length().await;
        self.every_word_has_its_place().await;
        self.any_text_is_spoken_or_refused().await;
        self.a_huge_text_is_spoken_whole().await;
        self.speed_changes_the_length().await;
        self.an_unknown_voice_is_refused().await;
        self.the_same_words_sound_the_same().await;
        self.callers_do_not_disturb_each_other().await;
        self.an_abandoned_speech_leaves_nothing_behind().await;
    }

    /// It names itself, its model and a price, and says that it can speak.
    pub async fn it_tells_what_it_is(&self) {
        assert!(!self.provider.name().as_str().is_empty());
        let engine = self.provider.engine();
        assert!(!engine.label.is_empty() && engine.parallel > 0, "{engine:?}");
        assert_eq!(
            engine.clones,
            self.provider.cloner().is_some(),
            "it clones, and there is a cloner: both or none"
        );
        let print = |text| self.provider.fingerprint(&self.speech(text));
        assert!(!print(SENTENCE).is_empty(), "the fingerprint is a part of the key of cached sound");
        assert_eq!(print(SENTENCE), print(SENTENCE), "the fingerprint changes between calls");
        let (short, long) = (self.speech("Hi."), self.speech(SENTENCE));
        let (short, long) = (self.provider.quote(&short), self.provider.quote(&long));
        assert!(Cost::FREE <= short && short <= long, "{short:?} for a word, {long:?} for a sentence");
        let availability = self.provider.availability(&self.ctx).await;
        let Availability::Available { version } = &availability else { panic!("it is {availability:?}") };
        assert!(!version.is_empty(), "a version is told");
    }

    /// Its voices have names of their own, and labels; the one of this contract is among them.
    pub async fn it_lists_its_voices(&self) {
        let voices = self.provider.voices(&self.ctx).await.expect("voices");
        assert!(voices.iter().any(|voice| voice.name == self.voice), "{} is not in the list", self.voice);
        let names: HashSet<&VoiceName> = voices.iter().map(|voice| &voice.name).collect();
        assert_eq!(names.len(), voices.len(), "two voices have the same name");
        let unnamed = voices.iter().find(|voice| voice.label.trim().is_empty());
        assert!(unnamed.is_none(), "{unnamed:?} has no label");
        let odd =
            voices.iter().find(|voice| !matches!(voice.gender.as_deref(), None | Some("female" | "male")));
        assert!(odd.is_none(), "{odd:?} has another gender than the domain knows");
        assert_eq!(self.provider.voices(&self.ctx).await.expect("voices"), voices, "the list changes");
    }

    /// A sentence can be heard, is neither too short nor too long for its letters, and hasn't long silence around.
    pub async fn speech_has_sound_of_a_plausible_length(&self) {
        let audio = self.say(SENTENCE).await;
        let loudest = audio.samples.iter().fold(0_f32, |loudest, sample| loudest.max(sample.abs()));
        assert!(loudest > 0.01, "nothing can be heard: the loudest sample is {loudest}");
        let letters = SENTENCE.chars().filter(|c| c.is_alphabetic()).count();
        let each_ms = usize::try_from(length_ms(&audio)).expect("a length") / letters;
        assert!((30..=300).contains(&each_ms), "{each_ms} ms for each letter");
    }

    /// Texts of every kind have one timing for each word, in order and inside the sound.
    pub async fn every_word_has_its_place(&self) {
        for text in [
            "Hello",
            "Hello!",
            SENTENCE,
            "It costs $5.99 today, not 2.5x of 1,234,567 at 3:45 p.m.",
            "Dr. Pop said: \"NASA's {\\an8} is well-known\" — and/or (maybe) not…",
            "in the house of the day as well as it is what it is",
            "— Hello — there —",
            "One 🎉 two 👩‍👩‍👧 ❤️ three",
        ] {
            let audio = self.say(text).await;
            let spoken = audio.words.iter().zip(text.split(' '));
            let unheard: Vec<_> =
                spoken.filter(|(timing, word)| timing.start_ms == timing.end_ms && speaks(word)).collect();
            assert!(unheard.is_empty(), "words without a time of their own in {text:?}: {unheard:?}");
        }
    }

    /// A text that the voice is not made for is spoken well-formed or refused, and does no harm.
    pub async fn any_text_is_spoken_or_refused(&self) {
        let before = self.say(SENTENCE).await;
        let long_word = "a".repeat(3000);
        for text in [
            "Știți că țara are mărțișoare?",
            "你好 世界 مرحبا بالعالم здравствуй мир नमस्ते สวัสดี",
            "[[h@'loU]] <break time=\"9s\"/> &amp; %s %n ${HOME} `a`",
            "a\0b \u{1}50S c\u{1b}[0m \r\n\t d\u{7f} \u{fffe}\u{e000} e\u{202e}f",
            "1234567890123456789012345678901234567890 ⣿ ⅷ ½ ² ㊗ 8",
            "x  y \u{a0} z",
            &long_word,
        ] {
            match self.provider.synthesize(&self.ctx, &self.speech(text)).await {
                Ok(audio) => well_formed(&audio, text),
                Err(TtsError::BadSound(_) | TtsError::Failed(_)) => {}
                Err(error) => panic!("{text:?} is refused as {error:?}"),
            }
        }
        self.sounds_like(&before, "after strange texts").await;
    }

    /// The longest script that the domain admits is spoken to its end.
    pub async fn a_huge_text_is_spoken_whole(&self) {
        let repeated = domain::MAX_SCRIPT_CHARS / (SENTENCE.len() + 1);
        let one = length_ms(&self.say(SENTENCE).await);
        let text = vec![SENTENCE; repeated].join(" ");
        let all = length_ms(&self.say(&text).await);
        let expected = one * u32::try_from(repeated).expect("a count");
        assert!(
            (expected * 4 / 5..=expected * 3 / 2).contains(&all),
            "{all} ms where {expected} are expected"
        );
    }

    /// The faster it is asked to speak, the less time it takes, by at least a quarter of the difference; beyond the
    /// speeds that it tells, it refuses.
    pub async fn speed_changes_the_length(&self) {
        let speeds = self.provider.speeds();
        assert!(speeds.contains(&Speed::NORMAL), "it does not speak at the voice's own speed");
        let mut before: Option<(u32, u32)> = None;
        for speed in [*speeds.start(), Speed::NORMAL, *speeds.end()] {
            let audio = self.synthesized(&self.speech_at(SENTENCE, speed)).await;
            well_formed(&audio, SENTENCE);
            let (percent, ms) = (u32::from(speed.as_percent()), length_ms(&audio));
            if let Some((slower, longer)) = before.filter(|(slower, _)| *slower < percent) {
                let shorter = longer * 4 * slower > ms * (3 * slower + percent);
                assert!(shorter, "{longer} ms at {slower} %, {ms} ms at {percent} %");
            }
            before = Some((percent, ms));
        }
        for speed in [Speed::SLOWEST, Speed::FASTEST].into_iter().filter(|speed| !speeds.contains(speed)) {
            match self.provider.synthesize(&self.ctx, &self.speech_at(SENTENCE, speed)).await {
                Err(TtsError::Refused(_)) => {}
                other => panic!("{speed:?} is beyond {speeds:?}, and answered with {other:?}"),
            }
        }
    }

    /// A voice that isn't there is refused by its name, and the next speech is as before.
    pub async fn an_unknown_voice_is_refused(&self) {
        let before = self.say(SENTENCE).await;
        for name in ["no-such-voice", "../../../etc/passwd", "'; --"] {
            let voice: VoiceName = name.parse().expect("a name");
            let speech = Speech::new(words(SENTENCE), voice.clone(), Speed::NORMAL).expect("a speech");
            match self.provider.synthesize(&self.ctx, &speech).await {
                Err(TtsError::NoSuchVoice(refused)) => assert_eq!(refused, voice),
                other => panic!("the voice {name} is answered with {other:?}"),
            }
        }
        self.sounds_like(&before, "after a refusal").await;
    }

    /// Where the provider says so, the same words are the same samples, whatever was said between.
    pub async fn the_same_words_sound_the_same(&self) {
        let before = self.say(SENTENCE).await;
        self.say("Something else in between.").await;
        self.sounds_like(&before, "the second time").await;
    }

    /// Speeches at the same time are what they are alone.
    pub async fn callers_do_not_disturb_each_other(&self) {
        let texts = ["One two three.", SENTENCE, "Seven eight.", "It costs $5.99 today."];
        let together = join_all(texts.map(|text| self.say(text))).await;
        for (text, together) in texts.into_iter().zip(together) {
            self.compare(&self.say(text).await, &together, "together with others");
        }
    }

    /// A speech that nobody waits for any more does not show in the next one.
    pub async fn an_abandoned_speech_leaves_nothing_behind(&self) {
        let before = self.say(SENTENCE).await;
        let long = self.speech(&SENTENCE.repeat(100));
        // Polled once, so that it has begun, then dropped.
        let _ = self.provider.synthesize(&self.ctx, &long).now_or_never();
        self.sounds_like(&before, "after one that was abandoned").await;
    }

    async fn sounds_like(&self, before: &SpokenAudio, when: &str) {
        self.compare(before, &self.say(SENTENCE).await, when);
    }

    fn compare(&self, one: &SpokenAudio, other: &SpokenAudio, when: &str) {
        if self.deterministic {
            assert!(one == other, "the same words sound different {when}");
        } else {
            let (one, other) = (length_ms(one), length_ms(other));
            assert!(one.abs_diff(other) < one / 3, "{one} ms become {other} ms {when}");
        }
    }

    async fn say(&self, text: &str) -> SpokenAudio {
        let audio = self.synthesized(&self.speech(text)).await;
        well_formed(&audio, text);
        audio
    }

    async fn synthesized(&self, speech: &Speech) -> SpokenAudio {
        let spoken = self.provider.synthesize(&self.ctx, speech).await;
        spoken.unwrap_or_else(|error| panic!("{:?} is refused: {error}", speech.text()))
    }

    fn speech(&self, text: &str) -> Speech {
        self.speech_at(text, Speed::NORMAL)
    }

    fn speech_at(&self, text: &str, speed: Speed) -> Speech {
        Speech::new(words(text), self.voice.clone(), speed).expect("the texts of the contract can be spoken")
    }
}

fn words(text: &str) -> Vec<String> {
    text.split(' ').map(str::to_owned).collect()
}

fn speaks(word: &str) -> bool {
    word.chars().any(char::is_alphanumeric)
}

fn length_ms(audio: &SpokenAudio) -> u32 {
    let ms = u64::try_from(audio.samples.len()).expect("a length") * 1000 / u64::from(audio.rate_hz);
    u32::try_from(ms).expect("a length")
}

/// Checks the shape that every sound has.
fn well_formed(audio: &SpokenAudio, text: &str) {
    assert!((8_000..=192_000).contains(&audio.rate_hz), "{} samples a second", audio.rate_hz);
    assert!(!audio.samples.is_empty(), "no sound for {text:?}");
    let odd = audio.samples.iter().find(|sample| !(-1.0..=1.0).contains(*sample));
    assert!(odd.is_none(), "a sample of {odd:?} for {text:?}");
    assert_eq!(audio.words.len(), words(text).len(), "timings for the words of {text:?}");
    let mut end_before = 0;
    for WordTiming { start_ms, end_ms } in audio.words.iter().copied() {
        assert!(
            end_before <= start_ms && start_ms <= end_ms,
            "{start_ms} to {end_ms} ms after {end_before} ms in {text:?}"
        );
        end_before = end_ms;
    }
    assert!(end_before <= length_ms(audio), "words after the end of {text:?}");
}
