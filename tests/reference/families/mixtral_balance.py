"""Mixtral with its balancing term: of one layer, where the reference's mean over all layers is the layer's own."""

from families.mixtral import make_with
from reference import Reference


def make() -> Reference:
    return make_with(41, num_hidden_layers=1, router_aux_loss_coef=0.5)
