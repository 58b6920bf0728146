using Countersign.Api.Contracts.Markets;
using Microsoft.AspNetCore.Components;

namespace Countersign.Web.Markets;

/// <summary>The newest quotes, where they come from and whether they still come.</summary>
public sealed partial class QuoteStrip
{
    [Parameter, EditorRequired]
    public IReadOnlyList<Instrument> Instruments { get; set; } = [];

    [Parameter]
    public DateTimeOffset? MarketTime { get; set; }

    /// <summary><c>connecting</c>, <c>live</c>, <c>reconnecting</c> or <c>signed-out</c>.</summary>
    [Parameter]
    public string Link { get; set; } = "connecting";

    private bool Mixed => Instruments.Select(i => (i.Simulated, i.Feed)).Distinct().Count() > 1;

    private string LinkText => Link switch
    {
        "live" => "Live",
        "reconnecting" => "Reconnecting…",
        "signed-out" => "Signed out",
        _ => "Connecting…",
    };
}
