"""Panels in the style of this project: what they ask, and how Grafana's SDK draws it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import cast

from grafana_foundation_sdk.builders import common, prometheus, stat, timeseries
from grafana_foundation_sdk.builders import text as markdown
from grafana_foundation_sdk.builders.dashboard import ThresholdsConfig
from grafana_foundation_sdk.cog.builder import Builder
from grafana_foundation_sdk.cog.variants import Dataquery
from grafana_foundation_sdk.models import dashboard as model
from grafana_foundation_sdk.models.common import (
    GraphTresholdsStyleMode,
    LegendDisplayMode,
    LegendPlacement,
    SortOrder,
    StackingMode,
    TooltipDisplayMode,
)
from grafana_foundation_sdk.models.text import TextMode

from deploy.observing.promql import narrowed

WIDTH = 24
OWN = 'service=~"$service"'
"""Chooses the service that the dashboard's variable names."""
NAMESPACES = 'namespace=~"$namespace"'
"""Chooses the namespaces; every query of every panel has it. `.*` takes samples without the label too."""
RELEASES = f'{NAMESPACES},release=~"$release"'
"""Chooses the releases, too: for what services tell, for Kubernetes knows no releases."""
SOURCE = model.DataSourceRef(type_val="prometheus", uid="${datasource}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Panel:
    """One picture: what it shows, and the queries behind it."""

    title: str
    queries: Sequence[str] = ()
    legend: str = ""
    unit: str = "short"
    kind: str = "timeseries"
    """timeseries, stat or text."""
    width: int = 8
    height: int = 8
    text: str = ""
    """Markdown; for the kind text."""
    note: str = ""
    """What whoever looks should know."""
    stacked: bool = False
    red_above: float | None = None

    def built(self, number: int, x: int, y: int) -> Builder[model.Panel]:
        """The panel at its position."""
        drawn = self._drawn()
        if self.note:
            drawn.description(self.note)
        return drawn.id(number).title(self.title).grid_pos(model.GridPos(h=self.height, w=self.width, x=x, y=y))

    def _drawn(self) -> timeseries.Panel | stat.Panel | markdown.Panel:
        match self.kind:
            case "text":
                return self._page()
            case "stat":
                return self._number()
            case _:
                return self._curve()

    def _page(self) -> markdown.Panel:
        return markdown.Panel().mode(TextMode.MARKDOWN).content(self.text)

    def _number(self) -> stat.Panel:
        last = common.ReduceDataOptions().calcs(["lastNotNull"]).values(False)
        drawn = stat.Panel().reduce_options(last).datasource(SOURCE).unit(self.unit).thresholds(self._thresholds())
        return drawn.targets(self._targets())

    def _curve(self) -> timeseries.Panel:
        legend = (
            common.VizLegendOptions()
            .show_legend(True)
            .display_mode(LegendDisplayMode.LIST)
            .placement(LegendPlacement.BOTTOM)
        )
        tooltip = common.VizTooltipOptions().mode(TooltipDisplayMode.MULTI).sort(SortOrder.DESCENDING)
        drawn = timeseries.Panel().legend(legend).tooltip(tooltip).fill_opacity(10).line_width(1)
        if self.stacked:
            drawn.stacking(common.StackingConfig().mode(StackingMode.NORMAL).group("A"))
        if self.red_above is not None:
            drawn.thresholds_style(common.GraphThresholdsStyleConfig().mode(GraphTresholdsStyleMode.LINE))
        drawn.datasource(SOURCE).unit(self.unit).thresholds(self._thresholds())
        return drawn.targets(self._targets())

    def _thresholds(self) -> ThresholdsConfig:
        red = [] if self.red_above is None else [model.Threshold(value=self.red_above, color="red")]
        return (
            ThresholdsConfig()
            .mode(model.ThresholdsMode.ABSOLUTE)
            .steps([model.Threshold(value=None, color="green"), *red])
        )

    def _targets(self) -> list[Builder[Dataquery]]:
        return [self._target(number, query) for number, query in enumerate(self.queries)]

    def _target(self, number: int, query: str) -> Builder[Dataquery]:
        asked = prometheus.Dataquery().ref_id(chr(ord("A") + number)).datasource(SOURCE)
        asked.expr(narrowed(query, RELEASES, NAMESPACES)).legend_format(self.legend or "__auto")
        return cast("Builder[Dataquery]", asked)  # the SDK's builders are invariant in what they build


def laid_out(panels: Sequence[Panel]) -> list[Builder[model.Panel]]:
    """From left to right, a new row where the next does not fit: the SDK lets such a panel stand out."""
    placed: list[Builder[model.Panel]] = []
    x = y = tallest = 0
    for number, panel in enumerate(panels, 1):
        if x + panel.width > WIDTH:
            x, y, tallest = 0, y + tallest, 0
        placed.append(panel.built(number, x, y))
        x, tallest = x + panel.width, max(tallest, panel.height)
    return placed
