using System.Collections.Immutable;
using System.Globalization;
using Countersign.Domain.Accounts;
using Countersign.Domain.Audit;
using Countersign.Domain.Tenants;
using Countersign.Grains.Audit;

namespace Countersign.Tests.Grains.Audit;

/// <summary>Short ways to say what a test appends.</summary>
internal static class JournalSamples
{
    public static readonly TenantId ThisTenant = TenantId.Parse("t-one");

    public static readonly TenantId OtherTenant = TenantId.Parse("t-two");

    public static readonly DateTimeOffset Noon = new(2014, 5, 6, 12, 0, 0, TimeSpan.Zero);

    public static JournalStream Stream(string name) => new(ThisTenant, "account/a-" + name);

    /// <summary>An append of events that can be told apart by their reason: <c>command/1</c>, <c>command/2</c>, …</summary>
    public static JournalAppend Append(JournalStream stream, long expected, string command, int events = 1) => new(
        stream, expected, CommandId.Parse(command), Actor.Desk,
        [.. Enumerable.Range(1, events).Select(i => (DomainEvent)new TradingStateChanged(
            TradingState.Active, string.Create(CultureInfo.InvariantCulture, $"{command}/{i}"), Actor.Desk, Noon))]);

    public static string[] Reasons(ImmutableArray<JournaledEvent> events) =>
        [.. events.Select(e => ((TradingStateChanged)e.Event).Reason)];

    public static async Task<string[]> ReasonsAsync(this IJournal journal, JournalStream stream) =>
        Reasons(await journal.ReadAsync(stream, 0, 1_000, CancellationToken.None));

    public static async Task<AppendResult> AppendAsync(this IJournal journal, JournalStream stream, long expected, string command, int events = 1) =>
        await journal.AppendAsync(Append(stream, expected, command, events), CancellationToken.None);
}
