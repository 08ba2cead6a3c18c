//! A loaded espeak-ng: the only place that calls it.
#![expect(unsafe_code, reason = "calls into a C library; each says what makes it sound")]

use std::{
    ffi::{CStr, CString, c_char, c_int, c_void},
    path::{Path, PathBuf},
    ptr,
    sync::{
        Mutex, MutexGuard, PoisonError,
        atomic::{AtomicBool, Ordering},
    },
};

use libloading::Library;

use super::{
    EspeakError, EspeakVoice, SpeakError,
    ffi::{self, Functions},
    timing::WordEvent,
};

/// Milliseconds of sound between two looks at the cancel flag; the library keeps 60 events for so long a piece.
const BUFFER_MS: c_int = 200;
/// The library's own speed, in words a minute.
const NORMAL_RATE: u16 = 175;

/// The library's state belongs to the process, so one thread has it at a time.
static TURN: Mutex<()> = Mutex::new(());

/// The library, loaded and set up; dropping it unloads it, and its state with it.
pub(super) struct Engine {
    functions: Functions,
    rate_hz: u32,
    // Dropped in this order: the turn ends when the library is unloaded.
    _library: Library,
    _turn: MutexGuard<'static, ()>,
}

/// Sound with its word events.
pub(super) struct Sound {
    pub(super) samples: Vec<i16>,
    pub(super) events: Vec<WordEvent>,
}

impl Engine {
    /// Waits for its turn, loads the library and sets it up with its data.
    pub(super) fn start(path: &Path, data: Option<&Path>) -> Result<Self, EspeakError> {
        // What another thread's panic may have left behind was unloaded with its engine.
        let turn = TURN.lock().unwrap_or_else(PoisonError::into_inner);
        let load = |source| EspeakError::Load { library: path.to_owned(), source };
        // SAFETY: loading runs the initialisers of the library that the operator installed or named.
        let library = unsafe { Library::new(path) }.map_err(load)?;
        // SAFETY: no other library has all of these names.
        let functions = unsafe { Functions::of(&library, path) }?;
        let no_data = || EspeakError::Data { data: data.map(Path::to_owned) };
        let folder = data.map(|data| c_path(data).ok_or_else(no_data)).transpose()?;
        let folder_pointer = folder.as_deref().map_or(ptr::null(), CStr::as_ptr);
        // SAFETY: the path is null or ends with a zero byte; the library copies it.
        let rate =
            unsafe { (functions.initialize)(ffi::SYNCHRONOUS, BUFFER_MS, folder_pointer, ffi::DONT_EXIT) };
        let rate_hz = u32::try_from(rate).ok().filter(|rate| *rate > 0).ok_or_else(no_data)?;
        let engine = Self { functions, rate_hz, _library: library, _turn: turn };
        // A path that is wrong or too long is replaced by the library with one that it was built with.
        if data.is_some_and(|data| engine.data() != data) {
            return Err(no_data());
        }
        Ok(engine)
    }

    /// Returns the samples a second of all that it says.
    pub(super) fn rate_hz(&self) -> u32 {
        self.rate_hz
    }

    /// Returns the version.
    pub(super) fn version(&self) -> String {
        self.info().0
    }

    /// Returns the folder of the data in use.
    pub(super) fn data(&self) -> PathBuf {
        PathBuf::from(self.info().1)
    }

    fn info(&self) -> (String, String) {
        let mut data = ptr::null();
        // SAFETY: both strings are the library's own and live as long as it.
        unsafe {
            let version = (self.functions.info)(&raw mut data);
            (string(version), string(data))
        }
    }

    /// Lists all voices that the data names.
    pub(super) fn voices(&self) -> Vec<EspeakVoice> {
        let mut voices = Vec::new();
        // SAFETY: a list of pointers that a null pointer ends; the library owns it, and this copies from it.
        unsafe {
            let mut record = (self.functions.list_voices)(ptr::null_mut());
            while !record.is_null() && !(*record).is_null() {
                voices.push(voice(&**record));
                record = record.add(1);
            }
        }
        voices
    }

    /// Makes a voice the current one, by its name or by the tag of its language; false when there is none.
    pub(super) fn choose(&self, voice: &str) -> bool {
        let Ok(name) = CString::new(voice) else { return false };
        // SAFETY: the strings and the record outlive the calls.
        unsafe {
            if (self.functions.set_voice_by_name)(name.as_ptr()) == ffi::OK {
                return true;
            }
            let mut wanted = ffi::VoiceRecord::of_language(name.as_ptr());
            (self.functions.set_voice_by_properties)(&raw mut wanted) == ffi::OK
        }
    }

    /// Returns the identifier of the current voice.
    pub(super) fn chosen(&self) -> String {
        // SAFETY: null, or a record of the library with its strings.
        unsafe {
            let record = (self.functions.current_voice)();
            if record.is_null() { String::new() } else { string((*record).identifier) }
        }
    }

    /// Returns the phonemes of a text in the current voice: for each clause that espeak-ng finds, without its
    /// punctuation.
    pub(super) fn phonemes(&self, text: &CStr, tied: bool) -> Vec<String> {
        let mode = if tied { ffi::IPA_TIED } else { ffi::IPA };
        let mut at: *const c_void = text.as_ptr().cast();
        let mut clauses = Vec::new();
        while !at.is_null() {
            // SAFETY: the pointer moves within the text, which ends with a zero byte, and is null after it; the
            // answer is the library's own until the next call, and is copied.
            clauses.push(unsafe { string((self.functions.text_to_phonemes)(&raw mut at, ffi::UTF8, mode)) });
        }
        clauses
    }

    /// Speaks UTF-8 text that ends with its only zero byte.
    pub(super) fn speak(
        &self,
        voice: &str,
        text: &[u8],
        speed_percent: u16,
        cancel: &AtomicBool,
    ) -> Result<Sound, SpeakError> {
        let no_such_voice = || SpeakError::NoSuchVoice(voice.to_owned());
        let name = CString::new(voice).ok().ok_or_else(no_such_voice)?;
        let text = CStr::from_bytes_with_nul(text).ok().ok_or(SpeakError::NoSound)?;
        let rate = c_int::from(NORMAL_RATE) * c_int::from(speed_percent) / 100;
        let mut sound = Collected { sound: Sound { samples: Vec::new(), events: Vec::new() }, cancel };
        // SAFETY: the strings end with a zero byte and outlive the calls; the callback runs only within `synth`,
        // which returns when all was said, and gets the pointer to `sound` back as it was given.
        let code = unsafe {
            if (self.functions.set_voice_by_name)(name.as_ptr()) != ffi::OK {
                return Err(no_such_voice());
            }
            (self.functions.set_parameter)(ffi::RATE, rate, 0);
            if let Some(set_rand_seed) = self.functions.set_rand_seed {
                set_rand_seed(1);
            }
            (self.functions.set_synth_callback)(collect);
            (self.functions.synth)(
                text.as_ptr().cast(),
                text.count_bytes() + 1,
                0,
                ffi::CHARACTERS,
                0,
                ffi::PLAIN_UTF8,
                ptr::null_mut(),
                (&raw mut sound).cast(),
            )
        };
        if cancel.load(Ordering::Relaxed) {
            return Err(SpeakError::Cancelled);
        }
        if code == ffi::OK { Ok(sound.sound) } else { Err(SpeakError::Refused(code)) }
    }
}

impl Drop for Engine {
    fn drop(&mut self) {
        // SAFETY: it is set up, and nothing calls it after this.
        unsafe { (self.functions.terminate)() };
    }
}

/// What the callback fills.
struct Collected<'call> {
    sound: Sound,
    cancel: &'call AtomicBool,
}

/// Takes a piece of sound and the events in it.
///
/// # Safety
/// Called by `espeak_Synth` alone: `wave` has `length` samples or is null, `event` is a list with an end, and each
/// event carries the pointer to a [`Collected`] that nothing else uses meanwhile.
unsafe extern "C" fn collect(wave: *mut i16, length: c_int, mut event: *mut ffi::Event) -> c_int {
    // SAFETY: see above.
    unsafe {
        let Some(collected) = (*event).user_data.cast::<Collected<'_>>().as_mut() else { return 1 };
        if !wave.is_null() {
            let length = usize::try_from(length).unwrap_or(0);
            collected.sound.samples.extend_from_slice(std::slice::from_raw_parts(wave, length));
        }
        while (*event).kind != ffi::LIST_ENDS {
            if (*event).kind == ffi::WORD {
                collected.sound.events.push(word_event(&*event));
            }
            event = event.add(1);
        }
        c_int::from(collected.cancel.load(Ordering::Relaxed))
    }
}

fn word_event(event: &ffi::Event) -> WordEvent {
    let count = |number: c_int| usize::try_from(number).unwrap_or(0);
    WordEvent {
        position: count(event.text_position),
        length: count(event.length),
        sample: count(event.sample),
    }
}

/// Copies a voice's description.
///
/// # Safety
/// The record must be one of `espeak_ListVoices`.
unsafe fn voice(record: &ffi::VoiceRecord) -> EspeakVoice {
    let mut languages = Vec::new();
    // SAFETY: bytes of priority and strings in turn, ended by a priority of zero.
    unsafe {
        let mut at = record.languages;
        while !at.is_null() && *at != 0 {
            let tag = CStr::from_ptr(at.add(1));
            languages.push(tag.to_string_lossy().into_owned());
            at = at.add(1 + tag.count_bytes() + 1);
        }
    }
    let gender = match record.gender {
        1 => Some("male"),
        2 => Some("female"),
        _ => None,
    };
    // SAFETY: strings of the library, or null.
    let (name, identifier) = unsafe { (string(record.name), string(record.identifier)) };
    EspeakVoice { identifier, name: name.trim().to_owned(), languages, gender }
}

/// Copies a C string; null is an empty one.
///
/// # Safety
/// The pointer is null or to a string that ends with a zero byte.
unsafe fn string(text: *const c_char) -> String {
    if text.is_null() {
        return String::new();
    }
    // SAFETY: see above.
    unsafe { CStr::from_ptr(text) }.to_string_lossy().into_owned()
}

fn c_path(path: &Path) -> Option<CString> {
    CString::new(path.as_os_str().as_encoded_bytes()).ok()
}
