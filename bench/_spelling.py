"""
What character n-grams alone make of a set: scikit-learn's TF-IDF and linear SVM.
"""

from __future__ import annotations

from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.pipeline import make_pipeline
from sklearn.svm import LinearSVC

from bench._sets import IntentSet


def hear(intents: IntentSet) -> list[str]:
    """
    The intents heard in the set's test rows.
    """
    model = make_pipeline(
        TfidfVectorizer(analyzer="char_wb", ngram_range=(1, 4), sublinear_tf=True),
        LinearSVC(),
    )
    texts, labels = zip(*intents.train, strict=True)
    model.fit(texts, labels)
    return [str(label) for label in model.predict([text for text, _ in intents.test])]
