"""MoneyPrinterTurbo's steps with MoviePy 2.1.2, for bench_render: its way of making the same six shots of three seconds.

Each shot is cut, cropped and scaled and written; the files are joined and written; captions are drawn over them as
TextClips, the voice and the music are mixed, and all is written once more.

usage: moviepy_steps.py FOLDER FONT  (FOLDER holds footage.mp4, voice.wav and music.wav)
"""

import pathlib
import sys

from moviepy import (
    AudioFileClip,
    CompositeAudioClip,
    CompositeVideoClip,
    TextClip,
    VideoFileClip,
    afx,
    concatenate_videoclips,
)

STARTS = [2.5, 11.1, 20.5, 29.3, 38.2, 47.7]
WORDS = ["Our", "new", "candle", "burns", "for", "sixty", "long", "hours."]
WIDTH, HEIGHT, SECONDS, FPS = 1080, 1920, 3, 30


def write(clip, path, audio=False):
    options = {"fps": FPS, "codec": "libx264", "threads": 2, "logger": None}
    if audio:
        clip.write_videofile(str(path), audio_codec="aac", **options)
    else:
        clip.write_videofile(str(path), audio=False, **options)


def shot(folder, number, start):
    with VideoFileClip(str(folder / "footage.mp4")) as footage:
        clip = footage.subclipped(start, start + SECONDS).without_audio()
        width = round(clip.h * WIDTH / HEIGHT)
        clip = clip.cropped(x_center=clip.w / 2, width=width).resized((WIDTH, HEIGHT))
        path = folder / f"moviepy-{number}.mp4"
        write(clip, path)
    return path


def caption(font, text, start, end):
    clip = TextClip(
        font=font, text=text, font_size=64, color="white", stroke_color="black", stroke_width=5, margin=(10, 10)
    )
    return clip.with_start(start).with_end(end).with_position(("center", HEIGHT - 560))


def main():
    folder, font = pathlib.Path(sys.argv[1]), sys.argv[2]
    shots = [VideoFileClip(str(shot(folder, n, start))) for n, start in enumerate(STARTS)]
    joined = folder / "moviepy-joined.mp4"
    write(concatenate_videoclips(shots), joined)
    captions = []
    for n in range(len(STARTS)):
        each = SECONDS / len(WORDS)
        for place, word in enumerate(WORDS):
            begin = n * SECONDS + place * each
            captions.append(caption(font, word, begin, begin + each))
    with VideoFileClip(str(joined)) as video:
        voice = AudioFileClip(str(folder / "voice.wav"))
        music = AudioFileClip(str(folder / "music.wav")).with_effects(
            [afx.MultiplyVolume(0.2), afx.AudioFadeOut(3), afx.AudioLoop(duration=video.duration)]
        )
        clip = CompositeVideoClip([video, *captions]).with_audio(CompositeAudioClip([voice, music]))
        write(clip.with_duration(video.duration), folder / "moviepy.mp4", audio=True)


main()
