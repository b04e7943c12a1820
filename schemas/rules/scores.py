"""score.mismatch and score.below_pass: the final score against the weighted mean, the verdict against the pass mark."""

from operator import mul

from schemas.codes import Code
from schemas.context import SCORES
from schemas.reading import ReadSheet


def check(read: ReadSheet) -> None:
    """Adds them to nilai_akhir (taking the mean) and to hasil."""
    rulebook = read.context.circumstances.rulebook
    weights = [rulebook.weights[name] for name in SCORES]
    total = sum(weights)
    finals = read.values("nilai_akhir")
    verdicts = read.values("hasil")
    for position, scores in enumerate(zip(*(read.values(name) for name in SCORES), strict=True)):
        if None in scores:
            continue
        mean = round(sum(map(mul, weights, scores)) / total, 6)
        final = finals[position]
        if final is not None and round(abs(final - mean), 6) > rulebook.score_tolerance:
            finals[position] = round(mean, 2)
            read.say(Code.SCORE_MISMATCH, position, "nilai_akhir", round(mean, 2))
        if verdicts[position] == "Lolos" and mean < rulebook.pass_mark:
            read.say(Code.SCORE_BELOW_PASS, position, "hasil")
