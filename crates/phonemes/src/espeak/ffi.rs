//! The C interface of espeak-ng (`speak_lib.h`, API revision 12), as far as it is used.
#![expect(unsafe_code, reason = "function pointers into a C library")]

use std::{
    ffi::{c_char, c_int, c_long, c_uchar, c_uint, c_void},
    path::Path,
    ptr,
};

use libloading::Library;

use super::EspeakError;

/// `AUDIO_OUTPUT_SYNCHRONOUS`: sound goes to the callback, and the call returns when all was said.
pub(super) const SYNCHRONOUS: c_int = 2;
/// `espeakINITIALIZE_DONT_EXIT`: missing data is an error, not the end of the process.
pub(super) const DONT_EXIT: c_int = 0x8000;
/// `espeakCHARS_UTF8`, without the flags that read mark-up or phoneme codes.
pub(super) const PLAIN_UTF8: c_uint = 1;
/// `espeakRATE`, in words a minute.
pub(super) const RATE: c_int = 1;
/// `phonememode` of `espeak_TextToPhonemes`: the International Phonetic Alphabet.
pub(super) const IPA: c_int = 2;
/// `phonememode`: IPA with `^` between the letters of one sound, such as `t^ʃ`.
pub(super) const IPA_TIED: c_int = 2 | 0x80 | (0x5E << 8);
/// `espeakCHARS_UTF8` where it is signed.
pub(super) const UTF8: c_int = 1;
/// `POS_CHARACTER`.
pub(super) const CHARACTERS: c_int = 1;
/// `EE_OK`.
pub(super) const OK: c_int = 0;
/// `espeakEVENT_LIST_TERMINATED`.
pub(super) const LIST_ENDS: c_int = 0;
/// `espeakEVENT_WORD`.
pub(super) const WORD: c_int = 1;

/// `espeak_EVENT`.
#[repr(C)]
pub(super) struct Event {
    pub(super) kind: c_int,
    unique_identifier: c_uint,
    pub(super) text_position: c_int,
    pub(super) length: c_int,
    audio_position: c_int,
    pub(super) sample: c_int,
    pub(super) user_data: *mut c_void,
    /// A union of a number, a pointer and eight characters.
    id: [u32; 2],
}

/// `espeak_VOICE`.
#[repr(C)]
pub(super) struct VoiceRecord {
    pub(super) name: *const c_char,
    /// For each language a byte of priority and a string; a byte of zero ends them.
    pub(super) languages: *const c_char,
    pub(super) identifier: *const c_char,
    pub(super) gender: c_uchar,
    age: c_uchar,
    variant: c_uchar,
    reserved: c_uchar,
    score: c_int,
    spare: *mut c_void,
}

impl VoiceRecord {
    /// Describes a voice by its language alone; the strings must outlive the call that it is given to.
    pub(super) fn of_language(tag: *const c_char) -> Self {
        Self {
            name: ptr::null(),
            languages: tag,
            identifier: ptr::null(),
            gender: 0,
            age: 0,
            variant: 0,
            reserved: 0,
            score: 0,
            spare: ptr::null_mut(),
        }
    }
}

/// `t_espeak_callback`: returns 0 to go on, 1 to stop.
pub(super) type Callback = unsafe extern "C" fn(*mut i16, c_int, *mut Event) -> c_int;

type Initialize = unsafe extern "C" fn(c_int, c_int, *const c_char, c_int) -> c_int;
type Info = unsafe extern "C" fn(*mut *const c_char) -> *const c_char;
type ListVoices = unsafe extern "C" fn(*mut VoiceRecord) -> *const *const VoiceRecord;
type TextToPhonemes = unsafe extern "C" fn(*mut *const c_void, c_int, c_int) -> *const c_char;
type Synth = unsafe extern "C" fn(
    *const c_void,
    usize,
    c_uint,
    c_int,
    c_uint,
    c_uint,
    *mut c_uint,
    *mut c_void,
) -> c_int;

/// The functions of a loaded library; none may be called after it is unloaded.
pub(super) struct Functions {
    pub(super) initialize: Initialize,
    pub(super) terminate: unsafe extern "C" fn() -> c_int,
    pub(super) info: Info,
    pub(super) list_voices: ListVoices,
    pub(super) set_voice_by_name: unsafe extern "C" fn(*const c_char) -> c_int,
    pub(super) set_voice_by_properties: unsafe extern "C" fn(*mut VoiceRecord) -> c_int,
    pub(super) current_voice: unsafe extern "C" fn() -> *const VoiceRecord,
    pub(super) text_to_phonemes: TextToPhonemes,
    pub(super) set_parameter: unsafe extern "C" fn(c_int, c_int, c_int) -> c_int,
    pub(super) set_synth_callback: unsafe extern "C" fn(Callback),
    pub(super) synth: Synth,
    /// From version 1.52 on.
    pub(super) set_rand_seed: Option<unsafe extern "C" fn(c_long)>,
}

impl Functions {
    /// Finds the functions in a library.
    ///
    /// # Safety
    /// A library that has all these names must be espeak-ng.
    pub(super) unsafe fn of(library: &Library, path: &Path) -> Result<Self, EspeakError> {
        let foreign = |source| EspeakError::Foreign { library: path.to_owned(), source };
        // SAFETY: the types are those of `speak_lib.h` and `espeak_ng.h`.
        unsafe {
            Ok(Self {
                initialize: *library.get::<Initialize>(c"espeak_Initialize").map_err(foreign)?,
                terminate: *library.get(c"espeak_Terminate").map_err(foreign)?,
                info: *library.get::<Info>(c"espeak_Info").map_err(foreign)?,
                list_voices: *library.get::<ListVoices>(c"espeak_ListVoices").map_err(foreign)?,
                set_voice_by_name: *library.get(c"espeak_SetVoiceByName").map_err(foreign)?,
                set_voice_by_properties: *library.get(c"espeak_SetVoiceByProperties").map_err(foreign)?,
                current_voice: *library
                    .get::<unsafe extern "C" fn() -> *const VoiceRecord>(c"espeak_GetCurrentVoice")
                    .map_err(foreign)?,
                text_to_phonemes: *library
                    .get::<TextToPhonemes>(c"espeak_TextToPhonemes")
                    .map_err(foreign)?,
                set_parameter: *library.get(c"espeak_SetParameter").map_err(foreign)?,
                set_synth_callback: *library.get(c"espeak_SetSynthCallback").map_err(foreign)?,
                synth: *library.get::<Synth>(c"espeak_Synth").map_err(foreign)?,
                set_rand_seed: library.get(c"espeak_ng_SetRandSeed").ok().map(|symbol| *symbol),
            })
        }
    }
}
