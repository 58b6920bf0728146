using System.Globalization;
using Countersign.Api.Contracts.Accounts;
using Countersign.Api.Contracts.Client;
using Countersign.Api.Contracts.Execution;
using Countersign.Web.Layout;

namespace Countersign.Web.Execution;

/// <summary>What every account holds, valued live, and the ways out of it.</summary>
public sealed partial class PositionsPage
{
    private const int AccountsMax = 50;

    private bool ticketOpen;
    private bool busy;
    private Position? closing;
    private Account? flattening;
    private string quantity = "";
    private string key = "";

    protected override bool IsValued => State?.Accounts.Any(a => a.Positions.Count > 0) == true;

    protected override bool Concerns(string kind) => kind is "account" or "position";

    protected override async Task<Holdings> ReadAsync(CancellationToken cancellationToken) =>
        new(await Visit.AccountsAsync(AccountsMax, cancellationToken));

    private void Flatten(Account account)
    {
        flattening = account;
        key = Guid.NewGuid().ToString("N");
    }

    private void Close(Position position)
    {
        closing = position;
        quantity = Math.Abs(position.Quantity).ToString("0.########", CultureInfo.InvariantCulture);
        key = Guid.NewGuid().ToString("N");
    }

    private async Task CloseAsync()
    {
        if (closing is not { } position)
        {
            return;
        }

        if (!decimal.TryParse(quantity, NumberStyles.Number, CultureInfo.InvariantCulture, out var amount) || amount <= 0)
        {
            Visit.Notes.Bad("The quantity is a number over 0, such as 10000.");
            return;
        }

        var part = amount == Math.Abs(position.Quantity) ? (decimal?)null : amount;
        busy = true;
        var answer = await Visit.ActAsync(api => api.ClosePositionAsync(position.AccountId, position.Id, new ClosePositionRequest { Quantity = part }, key));
        busy = false;
        closing = null;
        Tell(answer, order => OrderText.Fate(order, Visit), $"{position.Symbol} was not closed.");
    }

    private async Task FlattenAsync()
    {
        if (flattening is not { } account)
        {
            return;
        }

        busy = true;
        var answer = await Visit.ActAsync(api => api.FlattenAccountAsync(account.Id, new FlattenRequest { Reason = "closed from the positions page" }, key));
        busy = false;
        flattening = null;
        Tell(answer, orders => $"{account.Name}: {orders.Orders.Count} closing orders were sent.", $"{account.Name} was not closed.");
    }

    private void Tell<T>(ApiAnswer<T> answer, Func<T, string> done, string refused)
    {
        Visit.Notes.Tell(answer, answer.IsSuccess ? done(answer.Value) : "", refused);
        RereadSoon();
    }

    /// <summary>All accounts, valued.</summary>
    public sealed record Holdings(IReadOnlyList<Account> Accounts);
}
