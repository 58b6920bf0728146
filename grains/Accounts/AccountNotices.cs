using System.Globalization;
using Countersign.Domain.Accounts;
using Countersign.Domain.Execution;
using Countersign.Grains.Notifications;

namespace Countersign.Grains.Accounts;

/// <summary>What an account's events changed, for who watches.</summary>
internal static class AccountNotices
{
    public static DeskNotice Of(AccountId account, IReadOnlyList<AccountEvent> events) => new("account", account.Value)
    {
        Orders = [.. events.Select(OrderHistory.IdOf).OfType<OrderId>().Distinct().Select(id => id.Value)],
        Positions = [.. events.Select(PositionOf).OfType<PositionId>().Distinct().Select(id => id.Value)],
    };

    /// <summary>What people should know at once: trading that was stopped or resumed, margin that runs short, orders that a venue did not take.</summary>
    public static IEnumerable<DeskNotice> ForPeople(Account account, IReadOnlyList<AccountEvent> events) =>
        events.Select(e => ForPeople(account, e)).OfType<DeskNotice>();

    private static DeskNotice? ForPeople(Account account, AccountEvent e) => e switch
    {
        TradingStateChanged changed => OfRisk(
            account, $"{account.Name} is {Name(changed.State)}", $"By {changed.By}: {changed.Reason}", changed.At),
        MarginStatusChanged { Status: MarginStatus.Called } called => OfRisk(account, $"Margin call on {account.Name}", Margin(called), called.At),
        MarginStatusChanged { Status: MarginStatus.StoppingOut } stopping => OfRisk(
            account, $"{account.Name} is stopped out: the desk closes positions", Margin(stopping), stopping.At),
        OrderRejected rejected => OfOrder(rejected.OrderId, "was not taken", string.Join(" ", rejected.Refusals.Select(r => r.Message)), rejected.At),
        OrderAnswerLost lost => OfOrder(lost.OrderId, "has no answer from its venue yet", lost.Reason, lost.At),
        _ => null,
    };

    private static DeskNotice OfRisk(Account account, string subject, string text, DateTimeOffset at) =>
        DeskNotice.ForPeople(NoticeTopic.Risk, account.Id.Value, subject, text, at);

    private static DeskNotice OfOrder(OrderId order, string what, string text, DateTimeOffset at) =>
        DeskNotice.ForPeople(NoticeTopic.Orders, order.Value, $"Order {order} {what}", text, at);

    private static string Margin(MarginStatusChanged status) =>
        string.Create(CultureInfo.InvariantCulture, $"Equity {status.Equity}, margin used {status.UsedMargin}.");

    /// <summary>A trading state as people are told it.</summary>
    public static string Name(TradingState state) => state switch
    {
        TradingState.Active => "active again",
        TradingState.Reducing => "reducing only",
        _ => "halted",
    };

    private static PositionId? PositionOf(AccountEvent e) => e switch
    {
        OrderFilled filled => filled.Position.Id,
        PositionRolledOver rolled => rolled.PositionId,
        _ => null,
    };
}
