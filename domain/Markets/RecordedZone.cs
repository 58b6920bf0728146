using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace Countersign.Domain.Markets;

/// <summary>By which clock a recording's times are. Closed set.</summary>
public abstract record RecordedZone
{
    private RecordedZone()
    {
    }

    public static RecordedZone Utc { get; } = new Fixed(TimeSpan.Zero);

    /// <summary>New York's winter time the whole year, as HistData keeps it.</summary>
    public static RecordedZone EasternStandard { get; } = new Fixed(TimeSpan.FromHours(-5));

    public static RecordedZone NewYork { get; } = new Named(MarketZone.NewYork);

    /// <summary>The instant that a clock showed; null for an hour that it skipped.</summary>
    /// <param name="notBefore">Of the two instants that a repeated hour can be, the first that is not before this.</param>
    public abstract DateTimeOffset? ToUtc(DateTime local, DateTimeOffset notBefore);

    /// <summary>Reads <c>utc</c>, an offset such as <c>+02:00</c>, <c>mt5</c>, or an IANA name such as <c>Europe/Berlin</c>.</summary>
    public static bool TryParse(string text, [NotNullWhen(true)] out RecordedZone? zone)
    {
        zone = text switch
        {
            "utc" or "UTC" or "Z" => Utc,
            "mt5" => new MetaTrader(),
            _ when text.Length == 6 && text[0] is '+' or '-'
                && TimeSpan.TryParseExact(text[1..], "hh\\:mm", CultureInfo.InvariantCulture, out var offset) && offset <= TimeSpan.FromHours(14) =>
                new Fixed(text[0] == '-' ? -offset : offset),
            _ => TimeZoneInfo.TryFindSystemTimeZoneById(text, out var named) ? new Named(named) : null,
        };
        return zone is not null;
    }

    /// <summary>Always the same distance from UTC.</summary>
    public sealed record Fixed(TimeSpan Offset) : RecordedZone
    {
        public override DateTimeOffset? ToUtc(DateTime local, DateTimeOffset notBefore) => new(local.Ticks - Offset.Ticks, TimeSpan.Zero);
    }

    /// <summary>A zone with its daylight saving.</summary>
    public sealed record Named(TimeZoneInfo Zone) : RecordedZone
    {
        public override DateTimeOffset? ToUtc(DateTime local, DateTimeOffset notBefore)
        {
            if (Zone.IsInvalidTime(local))
            {
                return null;
            }

            if (!Zone.IsAmbiguousTime(local))
            {
                return new DateTimeOffset(local, Zone.GetUtcOffset(local)).ToUniversalTime();
            }

            // The larger offset is the earlier instant.
            var offsets = Zone.GetAmbiguousTimeOffsets(local);
            var first = new DateTimeOffset(local, offsets.Max()).ToUniversalTime();
            return first >= notBefore ? first : new DateTimeOffset(local, offsets.Min()).ToUniversalTime();
        }
    }

    /// <summary>The server time of most FX brokers, see <see cref="MetaTraderTime"/>.</summary>
    public sealed record MetaTrader : RecordedZone
    {
        public override DateTimeOffset? ToUtc(DateTime local, DateTimeOffset notBefore) => MetaTraderTime.ToUtc(local);
    }
}
