using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Serialization;

namespace Countersign.Domain.Audit;

/// <summary>
/// A snapshot by what it holds: <c>snap-</c> and the SHA-256, in hexadecimal, of its kind, a line feed and its content. The same content is
/// the same snapshot, and a content that was changed no longer has its id.
/// </summary>
[JsonConverter(typeof(TextIdJsonConverter<SnapshotId>))]
public readonly record struct SnapshotId : ITextValue<SnapshotId>
{
    public const string Prefix = "snap-";

    private readonly string? value;

    private SnapshotId(string value) => this.value = value;

    public string Value => value ?? string.Empty;

    public static SnapshotId Of(SnapshotKind kind, ReadOnlySpan<byte> content)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(Encoding.UTF8.GetBytes(kind + "\n"));
        hash.AppendData(content);
        return new SnapshotId(Prefix + Convert.ToHexStringLower(hash.GetHashAndReset()));
    }

    /// <summary>Reads an id.</summary>
    /// <exception cref="FormatException">It lacks the prefix <c>snap-</c>, or has other than lower-case letters, digits and hyphens.</exception>
    public static SnapshotId Parse(string text) => new(IdText.Require(Prefix, text));

    public override string ToString() => Value;
}

/// <summary>What a snapshot is of. A kind's name is part of its snapshots' ids.</summary>
public enum SnapshotKind
{
    /// <summary>Quotes and their feeds.</summary>
    Market,

    /// <summary>Indicators at the last closed bar.</summary>
    Indicators,

    /// <summary>Releases of the economic calendar around the time.</summary>
    Calendar,

    /// <summary>The news of the day before.</summary>
    News,

    /// <summary>What the gate knew of the account.</summary>
    Account,
}

/// <summary>What surrounded a decision. Null is what could not be had at that moment.</summary>
public sealed record DecisionSnapshots(
    SnapshotId? Market, SnapshotId? Indicators, SnapshotId? Calendar, SnapshotId? News, SnapshotId? Account);
