//! The download of one file: resumed where it was cut, hashed as it comes, and given its name only when it is proved.

use std::{io::SeekFrom, path::Path};

use domain::{FileSize, ModelError, ModelFile, ModelStep};
use futures_util::StreamExt as _;
use reqwest::{Client, Response, StatusCode, Url, header};
use tokio::{
    fs::{File, OpenOptions},
    io::{AsyncSeekExt as _, AsyncWriteExt as _},
};

use crate::{
    folder::{Folder, delete, length, unusable},
    hash::{Hasher, hash_file},
    http,
    lock::FileLock,
};

/// How often a download that was cut is gone on with at once, as long as each time brings something.
const MAX_TRIES: u8 = 5;

/// The download of one file, under its lock.
pub(crate) struct Download<'d> {
    pub(crate) client: &'d Client,
    pub(crate) url: Url,
    pub(crate) folder: &'d Folder,
    pub(crate) file: &'d ModelFile,
    pub(crate) lock: &'d FileLock,
    /// Hears what is done, and how many bytes of it.
    pub(crate) tell: &'d (dyn Fn(ModelStep, u64) + Send + Sync),
}

/// How far a file is, and the hash of that.
struct Standing {
    have: u64,
    hasher: Hasher,
    is_resumed: bool,
}

/// Why an attempt ended without the file.
enum End {
    /// The rest did not come.
    Cut { grew: bool, error: ModelError },
    /// What was there before is of no use: begin at nothing.
    Stale(ModelError),
    /// Trying again at once changes nothing.
    Failed(ModelError),
}

impl From<ModelError> for End {
    fn from(error: ModelError) -> Self {
        Self::Failed(error)
    }
}

impl Download<'_> {
    /// Downloads the file and puts it in its place.
    pub(crate) async fn run(&self) -> Result<(), ModelError> {
        let (mut tries, mut begun_anew) = (1, false);
        loop {
            let error = match self.attempt().await {
                Ok(()) => return Ok(()),
                Err(End::Cut { grew: true, error }) if tries < MAX_TRIES => error,
                Err(End::Stale(error)) if !begun_anew => {
                    begun_anew = true;
                    delete(&self.folder.part(self.file))?;
                    error
                }
                Err(End::Cut { error, .. } | End::Stale(error) | End::Failed(error)) => return Err(error),
            };
            tries += 1;
            tracing::warn!(
                file = self.file.path,
                error = domain::with_causes(&error),
                "the download goes on"
            );
        }
    }

    async fn attempt(&self) -> Result<(), End> {
        let part = self.folder.part(self.file);
        let mut standing = self.standing(&part).await?;
        if self.file.size != FileSize::Exact(standing.have) {
            let response = self.ask(standing.have).await?;
            if response.status() == StatusCode::RANGE_NOT_SATISFIABLE && standing.is_resumed {
                // There is no more of it: it may have been whole already.
                return self.prove(standing, &part);
            }
            let mut out = self.begin(&response, &mut standing, &part).await?;
            self.take(response, &mut standing, &mut out).await?;
            out.sync_all().await.map_err(|error| self.unwritable(error, &standing))?;
        }
        self.prove(standing, &part)
    }

    /// Hashes what an earlier download left.
    async fn standing(&self, part: &Path) -> Result<Standing, ModelError> {
        let fresh = Standing { have: 0, hasher: Hasher::like(&self.file.hash), is_resumed: false };
        match length(part)? {
            None | Some(0) => Ok(fresh),
            Some(bytes) if bytes > self.file.size.at_most() => Ok(fresh),
            Some(_) => {
                let tell = |done| (self.tell)(ModelStep::Checking, done);
                let before = hash_file(part, &self.file.hash, &tell).await;
                let (have, hasher) = before.map_err(|error| unusable(part, error))?;
                Ok(Standing { have, hasher, is_resumed: true })
            }
        }
    }

    async fn ask(&self, have: u64) -> Result<Response, End> {
        let mut request = self.client.get(self.url.clone());
        if have > 0 {
            request = request.header(header::RANGE, format!("bytes={have}-"));
            // Without a tag the hash alone tells whether the server has another file by now.
            if let Some(tag) =
                self.lock.note().map_err(|error| unusable(&self.folder.part(self.file), error))?
            {
                request = request.header(header::IF_RANGE, tag);
            }
        }
        let cut = |error| match http::no_answer(&self.url, error) {
            error @ ModelError::Unreachable { .. } => End::Cut { grew: false, error },
            error => End::Failed(error),
        };
        request.send().await.map_err(cut)
    }

    /// Opens the file at the place where the answer begins.
    async fn begin(&self, response: &Response, standing: &mut Standing, part: &Path) -> Result<File, End> {
        http::of_a_file(&self.url, response)?;
        let coming = response.content_length();
        let whole = if response.status() == StatusCode::PARTIAL_CONTENT {
            match http::content_range(response) {
                Some((from, whole)) if from == standing.have => {
                    whole.or(coming.map(|bytes| bytes.saturating_add(from)))
                }
                _ => {
                    let what = format!("{} is answered with another part than was asked for", self.url);
                    return Err(End::Stale(ModelError::Refused(what)));
                }
            }
        } else {
            // The server has another file by now, or knows no parts: this is all of it.
            *standing = Standing { have: 0, hasher: Hasher::like(&self.file.hash), is_resumed: false };
            coming
        };
        if let Some(bytes) = whole.filter(|bytes| !self.file.size.admits(*bytes)) {
            let must = self.file.size.bytes();
            let what = format!("{} has {bytes} bytes there instead of {must}", self.url);
            return Err(End::Failed(ModelError::Refused(what)));
        }
        let tag = http::strong_tag(response).unwrap_or_default();
        self.lock.write_note(&tag).map_err(|error| self.unwritable(error, standing))?;
        let opened = async {
            let fresh = !standing.is_resumed;
            let mut file = OpenOptions::new().create(true).write(true).truncate(fresh).open(part).await?;
            if standing.is_resumed {
                // Exactly what was hashed stays: a cancelled download may just have written a little more.
                file.set_len(standing.have).await?;
                file.seek(SeekFrom::Start(standing.have)).await?;
            }
            Ok(file)
        };
        Ok(opened.await.map_err(|error| self.unwritable(error, standing))?)
    }

    /// Writes and hashes what comes.
    async fn take(&self, response: Response, standing: &mut Standing, out: &mut File) -> Result<(), End> {
        let began_at = standing.have;
        let mut bytes = response.bytes_stream();
        let mut cut = None;
        while let Some(piece) = bytes.next().await {
            let piece = match piece {
                Ok(piece) => piece,
                Err(error) => {
                    cut = Some(http::no_answer(&self.url, error));
                    break;
                }
            };
            let have = standing.have.saturating_add(u64::try_from(piece.len()).unwrap_or(u64::MAX));
            if have > self.file.size.at_most() {
                delete(&self.folder.part(self.file))?;
                return Err(End::Failed(
                    self.mismatch(format!("more than {} bytes came", self.file.size.at_most())),
                ));
            }
            out.write_all(&piece).await.map_err(|error| self.unwritable(error, standing))?;
            standing.hasher.update(&piece);
            standing.have = have;
            (self.tell)(ModelStep::Downloading, have);
        }
        // What came so far is on the disk before anybody goes on with it.
        out.flush().await.map_err(|error| self.unwritable(error, standing))?;
        if cut.is_none() && matches!(self.file.size, FileSize::Exact(bytes) if standing.have < bytes) {
            let what = format!("{} ended too early", self.url.host_str().unwrap_or("the server"));
            cut = Some(ModelError::Unreachable { what, source: None });
        }
        match cut {
            None => Ok(()),
            Some(error) => Err(End::Cut { grew: standing.have > began_at, error }),
        }
    }

    /// Gives the file its name if it is what it must be, and deletes it otherwise.
    fn prove(&self, standing: Standing, part: &Path) -> Result<(), End> {
        let Standing { have, hasher, is_resumed } = standing;
        let (found, must) = (hasher.finish(), self.file.hash.digits());
        if !self.file.size.admits(have) || found != must {
            delete(part)?;
            let error = self.mismatch(format!("{have} bytes with the hash {found} instead of {must}"));
            return Err(if is_resumed { End::Stale(error) } else { End::Failed(error) });
        }
        let place = self.folder.place(self.file);
        std::fs::rename(part, &place).map_err(|error| unusable(&place, error))?;
        if let Some(folder) = place.parent() {
            // So that the name outlasts a loss of power, as the bytes do.
            let synced = std::fs::File::open(folder).and_then(|folder| folder.sync_all());
            synced.map_err(|error| unusable(folder, error))?;
        }
        self.lock.write_note("").map_err(|error| unusable(&place, error))?;
        Ok(delete(&self.folder.aside(self.file))?)
    }

    fn mismatch(&self, why: String) -> ModelError {
        ModelError::Mismatch { file: self.file.path.clone(), why }
    }

    /// A full disk keeps what came; room can be made.
    fn unwritable(&self, error: std::io::Error, standing: &Standing) -> ModelError {
        match unusable(&self.folder.part(self.file), error) {
            ModelError::NoRoom { .. } => ModelError::NoRoom {
                needed_bytes: self.file.size.bytes().saturating_sub(standing.have),
                free_bytes: self.folder.free_bytes().unwrap_or(0),
            },
            other => other,
        }
    }
}
