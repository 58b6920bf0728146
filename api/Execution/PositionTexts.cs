using System.Runtime.CompilerServices;
using System.Text.Json;
using Countersign.Grains.Accounts;

namespace Countersign.Api.Execution;

/// <summary>
/// An account's open positions as they are answered, written once a value: an account that is valued anew (for a fill, a quote, a new trading day) is
/// another <see cref="AccountView"/>, and has other texts.
/// </summary>
internal sealed class PositionTexts
{
    private static readonly ConditionalWeakTable<AccountView, PositionTexts> Written = new();

    private PositionTexts(AccountView view) => Items =
    [
        .. view.ToPositions().OrderBy(p => p.Symbol, StringComparer.Ordinal).ThenBy(p => p.Id, StringComparer.Ordinal)
            .Select(p => (p.Symbol, JsonSerializer.SerializeToUtf8Bytes(p, ApiJson.Options))),
    ];

    /// <summary>By symbol, then by id, as lists of positions are.</summary>
    public IReadOnlyList<(string Symbol, byte[] Json)> Items { get; }

    public static PositionTexts Of(AccountView view) => Written.GetValue(view, static v => new PositionTexts(v));
}
