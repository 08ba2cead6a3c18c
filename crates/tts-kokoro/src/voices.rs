//! Voices: for each number of tokens a style of 256 numbers.

use std::{
    collections::{BTreeMap, HashMap},
    fs::{self, File},
    io::{self, Read},
    path::Path,
    sync::{Arc, Mutex, PoisonError},
};

use zip::ZipArchive;

use crate::{catalog, files::Seen, mix::Mix, npy};

/// The numbers of a style.
pub(crate) const WIDTH: usize = 256;
/// The most rows that a voice is read with; Kokoro's have 510.
const MOST_ROWS: usize = 1024;
/// The most voices of a file.
const MOST_VOICES: usize = 1000;
/// The most bytes of one voice, its header included.
const MOST_BYTES: u64 = 1024 * 1024 + 8192;

/// The styles of a voice, or of a mix: one for each number of tokens.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Styles(Vec<[f32; WIDTH]>);

impl Styles {
    /// Returns the style for a chunk of so many tokens; the longest one's for more.
    pub(crate) fn of(&self, tokens: usize) -> Option<&[f32; WIDTH]> {
        self.0.get(tokens.clamp(1, self.0.len().max(1)) - 1)
    }

    fn read(shape: &[usize], values: &[f32]) -> Result<Self, &'static str> {
        let rows = match shape {
            [rows, 1, WIDTH] | [rows, WIDTH] => *rows,
            _ => return Err("a voice has rows of 256 numbers"),
        };
        let sound = values.iter().all(|value| value.is_finite());
        if rows == 0 || rows > MOST_ROWS || !sound {
            return Err("a voice has 1 to 1024 rows of numbers");
        }
        let (styles, rest) = values.as_chunks::<WIDTH>();
        if styles.len() != rows || !rest.is_empty() {
            return Err("a voice has rows of 256 numbers");
        }
        Ok(Self(styles.to_vec()))
    }

    /// Adds the voices' styles, each times its share; the fewest rows count.
    fn blend(parts: &[(Arc<Self>, f32)]) -> Self {
        let rows = parts.iter().map(|(styles, _)| styles.0.len()).min().unwrap_or(0);
        let mut blended = vec![[0.0; WIDTH]; rows];
        for (styles, share) in parts {
            for (sum, style) in blended.iter_mut().zip(&styles.0) {
                for (sum, value) in sum.iter_mut().zip(style) {
                    *sum += value * share;
                }
            }
        }
        Self(blended)
    }
}

/// The voices of several files, as they are now.
#[derive(Debug, Default)]
pub(crate) struct Voices {
    known: Mutex<Known>,
}

/// What is known of which files.
#[derive(Debug, Default)]
struct Known {
    files: Vec<Seen>,
    places: BTreeMap<String, Seen>,
    styles: HashMap<String, Arc<Styles>>,
}

/// Says why a voice cannot be had.
#[derive(Debug, thiserror::Error)]
pub(crate) enum VoiceError {
    /// No file has it.
    #[error("there is no such voice")]
    Unknown,
    /// The file is not what it should be.
    #[error("{path} holds no voices of Kokoro ({reason}); remove it and fetch it again")]
    Bad { path: String, reason: String },
}

impl Voices {
    /// Lists the names of the voices in files.
    pub(crate) fn names(&self, files: &[Seen]) -> Result<Vec<String>, VoiceError> {
        let mut read = self.known.lock().unwrap_or_else(PoisonError::into_inner);
        read.look(files)?;
        Ok(read.places.keys().cloned().collect())
    }

    /// Returns the styles of a mix.
    pub(crate) fn styles(&self, files: &[Seen], mix: &Mix) -> Result<Arc<Styles>, VoiceError> {
        let mut read = self.known.lock().unwrap_or_else(PoisonError::into_inner);
        read.look(files)?;
        let parts: Vec<(Arc<Styles>, f32)> = mix
            .parts
            .iter()
            .map(|(name, share)| Ok((read.single(name)?, *share)))
            .collect::<Result<_, VoiceError>>()?;
        match parts.as_slice() {
            [(single, _)] => Ok(Arc::clone(single)),
            several => Ok(Arc::new(Styles::blend(several))),
        }
    }
}

impl Known {
    /// Lists the voices anew when the files have changed.
    fn look(&mut self, files: &[Seen]) -> Result<(), VoiceError> {
        if self.files == files {
            return Ok(());
        }
        let mut places = BTreeMap::new();
        for seen in files {
            for name in names(&seen.path).map_err(|reason| bad(&seen.path, reason))? {
                places.entry(name).or_insert_with(|| seen.clone());
            }
        }
        *self = Self { files: files.to_vec(), places, styles: HashMap::new() };
        Ok(())
    }

    fn single(&mut self, name: &str) -> Result<Arc<Styles>, VoiceError> {
        if let Some(styles) = self.styles.get(name) {
            return Ok(Arc::clone(styles));
        }
        let seen = self.places.get(name).ok_or(VoiceError::Unknown)?;
        let styles = styles(&seen.path, name).map_err(|reason| bad(&seen.path, reason))?;
        let styles = Arc::new(styles);
        self.styles.insert(name.to_owned(), Arc::clone(&styles));
        Ok(styles)
    }
}

fn bad(path: &Path, reason: String) -> VoiceError {
    VoiceError::Bad { path: path.display().to_string(), reason }
}

fn names(path: &Path) -> Result<Vec<String>, String> {
    let Some(archive) = archive(path)? else {
        let stem = path.file_stem().and_then(|stem| stem.to_str()).unwrap_or_default();
        return Ok(if catalog::language(stem).is_some() { vec![stem.to_owned()] } else { Vec::new() });
    };
    let entries = archive.file_names().filter_map(Result::ok);
    let names = entries.filter_map(|entry| entry.strip_suffix(".npy").map(str::to_owned));
    Ok(names.filter(|name| catalog::language(name).is_some()).collect())
}

fn styles(path: &Path, name: &str) -> Result<Styles, String> {
    let Some(mut archive) = archive(path)? else {
        let size = fs::metadata(path).map_err(|error| error.to_string())?.len();
        let bytes = at_most(File::open(path).map_err(|error| error.to_string())?, size)?;
        let values = npy::floats(&bytes);
        if bytes.len() % 4 != 0 {
            return Err("its length is not that of a voice".to_owned());
        }
        return Ok(Styles::read(&[values.len() / WIDTH, WIDTH], &values)?);
    };
    let entry = archive.by_name(&format!("{name}.npy")).map_err(|error| error.to_string())?;
    let told = entry.size();
    let (shape, values) = npy::read(&at_most(entry, told)?)?;
    Ok(Styles::read(&shape, &values)?)
}

/// Opens a file of all voices; `None` for one of a single voice.
fn archive(path: &Path) -> Result<Option<ZipArchive<io::BufReader<File>>>, String> {
    let mut file = File::open(path).map_err(|error| error.to_string())?;
    let mut magic = [0; 2];
    if file.read(&mut magic).map_err(|error| error.to_string())? < 2 || &magic != b"PK" {
        return Ok(None);
    }
    let archive = ZipArchive::new(io::BufReader::new(file)).map_err(|error| error.to_string())?;
    if archive.len() > MOST_VOICES {
        return Err(format!("it has over {MOST_VOICES} entries"));
    }
    Ok(Some(archive))
}

/// Reads what is no longer than a voice, whatever length is told.
fn at_most(read: impl Read, told: u64) -> Result<Vec<u8>, String> {
    let mut bytes = Vec::new();
    let too_long = || "it is longer than a voice".to_owned();
    if told > MOST_BYTES {
        return Err(too_long());
    }
    read.take(MOST_BYTES + 1).read_to_end(&mut bytes).map_err(|error| error.to_string())?;
    if u64::try_from(bytes.len()).is_ok_and(|length| length <= MOST_BYTES) {
        Ok(bytes)
    } else {
        Err(too_long())
    }
}
