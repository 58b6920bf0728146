using System.Text.Json.Serialization;
using Countersign.Domain.Audit;

namespace Countersign.Domain.Backtests.Jobs;

/// <summary>A backtest that a tenant asked for. Text form <c>b-…</c>.</summary>
[JsonConverter(typeof(TextIdJsonConverter<BacktestJobId>))]
public readonly record struct BacktestJobId : ITextValue<BacktestJobId>
{
    public const string Prefix = "b-";

    private readonly string? value;

    private BacktestJobId(string value) => this.value = value;

    public string Value => value ?? string.Empty;

    /// <summary>Reads an id.</summary>
    /// <exception cref="FormatException">It lacks the prefix <c>b-</c>, or has other than lower-case letters, digits and hyphens.</exception>
    public static BacktestJobId Parse(string text) => new(IdText.Require(Prefix, text));

    public override string ToString() => Value;
}
