"""A small random model of XTTS's real classes: it speaks noise, and needs no download."""

from __future__ import annotations

from pathlib import Path


def save_tiny_xtts(folder: Path) -> None:
    """Writes what a folder of XTTS holds: config.json, vocab.json, model.pth, speakers_xtts.pth."""
    import torch
    from tokenizers import Tokenizer
    from tokenizers.models import BPE
    from TTS.tts.configs.xtts_config import XttsArgs, XttsConfig
    from TTS.tts.layers.xtts.tokenizer import VoiceBpeTokenizer
    from TTS.tts.models.xtts import Xtts

    languages = ["en", "de", "zh-cn"]
    special = ["[STOP]", "[UNK]", "[SPACE]", "[START]", *(f"[{language}]" for language in languages)]
    letters = list("abcdefghijklmnopqrstuvwxyzäöüß0123456789.,!?'-")
    vocabulary = {token: number for number, token in enumerate(special + letters)}
    tokenizer = Tokenizer(BPE(vocab=vocabulary, merges=[], unk_token="[UNK]"))
    tokenizer.add_special_tokens(special)
    tokenizer.save(str(folder / "vocab.json"))

    shape = XttsArgs(
        gpt_layers=2,
        gpt_n_model_channels=64,
        gpt_n_heads=2,
        gpt_max_audio_tokens=60,
        gpt_num_audio_tokens=34,
        gpt_start_audio_token=32,
        gpt_stop_audio_token=33,
        gpt_use_perceiver_resampler=True,
        decoder_input_dim=64,
    )
    config = XttsConfig(model_args=shape, languages=languages)
    torch.manual_seed(1)
    model = Xtts(config)
    model.tokenizer = VoiceBpeTokenizer(vocab_file=folder / "vocab.json")
    model.init_models()
    torch.save({"model": model.state_dict()}, folder / "model.pth")
    speaker = {"gpt_cond_latent": torch.randn(1, 32, 64), "speaker_embedding": torch.randn(1, 512, 1)}
    torch.save({"Claribel Dervla": speaker}, folder / "speakers_xtts.pth")
    config.save_json(str(folder / "config.json"))
