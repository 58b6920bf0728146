using System.Security.Cryptography;
using System.Text;
using Countersign.Domain.Audit;

namespace Countersign.Domain.Strategies;

/// <summary>A strategy's definition as it was from one change to the next.</summary>
/// <param name="Number">From 1, without gaps.</param>
/// <param name="By">Who made it.</param>
/// <param name="At">When, by the desk's clock.</param>
public sealed record StrategyVersion(int Number, StrategyDefinition Definition, Actor By, DateTimeOffset At)
{
    /// <summary>Most versions that one strategy can have.</summary>
    public const int Max = 1_000;

    /// <summary>SHA-256 of the canonical text in UTF-8, 64 hexadecimal digits: two versions with the same hash say the same.</summary>
    public string Hash() => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(StrategyJson.Write(Definition))));

    /// <summary>The version that an event made; null where it made none.</summary>
    public static StrategyVersion? Of(StrategyEvent @event) => @event switch
    {
        StrategyCreated e => new StrategyVersion(1, e.Definition, e.By, e.At),
        StrategyRevised e => new StrategyVersion(e.Version, e.Definition, e.By, e.At),
        _ => null,
    };
}
