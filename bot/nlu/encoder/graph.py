"""
Builds the network of multilingual-e5-small as an ONNX graph with int8 weights.

The table of word vectors stays in the packaged file: a sentence needs a dozen of its
250,000 rows, so the graph starts at the rows and is a quarter of the size.
"""

from pathlib import Path

import numpy as np
import numpy.typing as npt
import onnx
from onnx import TensorProto, helper, numpy_helper

from bot.nlu.encoder.weights import Weights

# Part of the cached file's name: a new number makes every machine build anew.
BUILDER = "2"
INPUT, MASK, WEIGHTS, OUTPUT = "rows", "mask", "weights", "vectors"
# Three views of a sentence are given: see `_Network._pool`.
VIEWS = 3
_OPSET = 17
# Whole steps of a transformer that ONNX Runtime has as one operator each.
_FUSED = "com.microsoft"
# Seven bits and not eight: sums are exact also on processors without VNNI, where pairs
# of full bytes overflow. The weights were of four bits, so next to nothing is lost.
_LARGEST = 63


def build(weights: Weights, target: Path) -> None:
    """
    Write the quantised network to that path.
    """
    onnx.save(_Network(weights).model(), target)


class _Network:
    """
    Collects nodes and weights; each method adds one step and names its result.
    """

    def __init__(self, weights: Weights) -> None:
        self._weights = weights
        self._nodes: list[onnx.NodeProto] = []
        self._constants: list[onnx.TensorProto] = []

    def model(self) -> onnx.ModelProto:
        width = self._weights.width
        self._constant("last_axis", np.array([2], np.int64))
        self._constant("middle_axis", np.array([1], np.int64))
        known = self._node("Cast", MASK, to=TensorProto.INT32)
        state = self._norm(INPUT, "emb.ln")
        for layer in range(self._weights.layers):
            state = self._layer(state, known, f"l{layer}.")
        self._pool(state)
        graph = helper.make_graph(
            self._nodes,
            "multilingual-e5-small",
            [
                helper.make_tensor_value_info(
                    INPUT, TensorProto.FLOAT, ["texts", "tokens", width]
                ),
                *(
                    helper.make_tensor_value_info(
                        name, TensorProto.FLOAT, ["texts", "tokens"]
                    )
                    for name in (MASK, WEIGHTS)
                ),
            ],
            [helper.make_tensor_value_info(OUTPUT, TensorProto.FLOAT, None)],
            self._constants,
        )
        model = helper.make_model(
            graph,
            opset_imports=[
                helper.make_opsetid("", _OPSET),
                helper.make_opsetid(_FUSED, 1),
            ],
        )
        model.ir_version = 8
        return model

    def _layer(self, state: str, known: str, name: str) -> str:
        width, inner_width = self._weights.width, self._weights.inner
        seen = self._attention(state, known, name)
        seen = self._product(
            seen, self._matrix(name + "ao", width), self._bias(name + "ao")
        )
        state = self._add_and_norm(state, seen, name + "aln")
        inner = self._product(state, self._matrix(name + "fi", width))
        inner = self._node("BiasGelu", inner, self._bias(name + "fi"), domain=_FUSED)
        inner = self._product(
            inner, self._matrix(name + "fo", inner_width), self._bias(name + "fo")
        )
        return self._add_and_norm(state, inner, name + "oln")

    def _attention(self, state: str, known: str, name: str) -> str:
        width = self._weights.width
        # One product for the three, so that the input is quantised once.
        matrix = np.concatenate(
            [self._weights.matrix(f"{name}{part}.w", width) for part in "qkv"]
        )
        bias = np.concatenate(
            [self._weights.plain(f"{name}{part}.b") for part in "qkv"]
        )
        self._constant(f"{name}qkv.b", bias)
        product = self._product(state, self._quantised(f"{name}qkv.w", matrix))
        parts = [f"{name}{part}" for part in "qkv"]
        self._nodes.append(helper.make_node("Split", [product], parts, axis=-1))
        return self._node(
            "MultiHeadAttention",
            *parts,
            f"{name}qkv.b",
            known,
            num_heads=self._weights.heads,
            domain=_FUSED,
        )

    def _pool(self, state: str) -> None:
        """
        The mean of all tokens (e5's own vector), their mean weighted, the largest.

        The second and the third leave out tokens of no weight. Each is of unit length
        before they are put side by side, and so is the whole.
        """
        mean = self._mean(state, MASK)
        weighted = self._mean(state, WEIGHTS)
        self._constant("nothing", np.zeros((), np.float32))
        self._constant("far_below", np.array(-1e4, np.float32))
        self._constant("share", np.array(VIEWS**-0.5, np.float32))
        weighs = self._node("Greater", WEIGHTS, "nothing")
        weighs = self._node("Unsqueeze", weighs, "last_axis")
        kept = self._node("Where", weighs, state, "far_below")
        largest = self._unit(self._node("ReduceMax", kept, axes=[1], keepdims=0))
        whole = self._node("Concat", mean, weighted, largest, axis=1)
        self._nodes.append(helper.make_node("Mul", [whole, "share"], [OUTPUT]))

    def _mean(self, state: str, weights: str) -> str:
        weights = self._node("Unsqueeze", weights, "last_axis")
        total = self._node("Mul", state, weights)
        return self._unit(self._node("ReduceSum", total, "middle_axis", keepdims=0))

    def _unit(self, vectors: str) -> str:
        length = self._node("ReduceL2", vectors, axes=[1], keepdims=1)
        return self._node("Div", vectors, length)

    def _product(self, state: str, matrix: tuple[str, str, str], bias: str = "") -> str:
        inputs = [state, *matrix, bias] if bias else [state, *matrix]
        return self._node("DynamicQuantizeMatMul", *inputs, domain=_FUSED)

    def _matrix(self, name: str, columns: int) -> tuple[str, str, str]:
        return self._quantised(f"{name}.w", self._weights.matrix(f"{name}.w", columns))

    def _quantised(
        self, name: str, rows: npt.NDArray[np.float32]
    ) -> tuple[str, str, str]:
        scale = np.abs(rows).max(axis=1) / _LARGEST
        whole = np.rint(rows / scale[:, None]).astype(np.int8)
        names = name, f"{name}.scale", f"{name}.zero"
        self._constant(names[0], whole.T.copy())
        self._constant(names[1], scale.astype(np.float32))
        self._constant(names[2], np.zeros(len(rows), dtype=np.int8))
        return names

    def _bias(self, name: str) -> str:
        self._constant(f"{name}.b", self._weights.plain(f"{name}.b"))
        return f"{name}.b"

    def _add_and_norm(self, state: str, change: str, name: str) -> str:
        self._constant(f"{name}.w", self._weights.plain(f"{name}.w"))
        self._constant(f"{name}.b", self._weights.plain(f"{name}.b"))
        return self._node(
            "SkipLayerNormalization",
            state,
            change,
            f"{name}.w",
            f"{name}.b",
            epsilon=self._weights.epsilon,
            domain=_FUSED,
        )

    def _norm(self, state: str, name: str) -> str:
        self._constant(f"{name}.w", self._weights.plain(f"{name}.w"))
        self._constant(f"{name}.b", self._weights.plain(f"{name}.b"))
        return self._node(
            "LayerNormalization",
            state,
            f"{name}.w",
            f"{name}.b",
            axis=-1,
            epsilon=self._weights.epsilon,
        )

    def _node(self, kind: str, *inputs: str, **attributes: object) -> str:
        output = f"{kind.lower()}_{len(self._nodes)}"
        self._nodes.append(helper.make_node(kind, inputs, [output], **attributes))
        return output

    def _constant(self, name: str, value: npt.NDArray[np.generic]) -> None:
        self._constants.append(numpy_helper.from_array(value, name))
