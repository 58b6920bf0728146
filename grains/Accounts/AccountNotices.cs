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

    private static PositionId? PositionOf(AccountEvent e) => e switch
    {
        OrderFilled filled => filled.Position.Id,
        PositionRolledOver rolled => rolled.PositionId,
        _ => null,
    };
}
