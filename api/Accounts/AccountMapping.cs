using Countersign.Api.Execution;
using Countersign.Api.Requests;
using Countersign.Api.Risk;
using Countersign.Domain.Accounts;
using Countersign.Grains.Accounts;
using Countersign.Grains.Audit;
using Body = Countersign.Api.Contracts.Accounts;

namespace Countersign.Api.Accounts;

internal static class AccountMapping
{
    public static Body.AccountSummary ToBody(this AccountRow row) =>
        new(row.Id.Value, row.Name, row.Currency.Value, Choice.Camel(row.TradingState), row.Cash);

    public static Body.Account ToBody(this AccountView view)
    {
        var (account, heat) = (view.Account, view.Heat);
        return new Body.Account(
            account.Id.Value, account.Name, account.Currency.Value, Choice.Name(account.TradingState), account.Ledger.Cash,
            view.Unrealised.Amount, view.Equity.Amount, view.RealisedToday.Amount, account.Totals.Realised, account.Totals.Commission,
            account.Totals.Orders, account.Totals.Fills, account.Limits.ToBody(), account.Autonomy?.ToBody(),
            Choice.Name(account.Mode), ToMargin(view),
            ToExposure(view), heat?.Amount, heat?.Percent, [.. view.ToPositions()]);
    }

    private static Body.Margin? ToMargin(AccountView view) => view.Margin is { } margin
        ? new Body.Margin(margin.Used, margin.Free, margin.Level, Choice.Name(view.Account.MarginStatus))
        : null;

    private static List<Body.CurrencyExposure>? ToExposure(AccountView view) => view.Exposure is { } exposure
        ? [.. exposure.Select(e => new Body.CurrencyExposure(e.Currency.Value, e.Net, e.Gross, e.NetValue, e.GrossValue))]
        : null;

    public static Body.EquityPoint ToBody(this EquityRow row) => new(
        row.Day, row.At, row.Equity, row.Cash, row.Unrealised, row.PeakEquity,
        row.PeakEquity > 0m ? Math.Round((row.PeakEquity - row.Equity) * 100m / row.PeakEquity, 4, MidpointRounding.ToEven) : 0m);

    public static Body.LedgerEntry ToBody(this LedgerRow row) => new(
        row.Entry.Number, row.At, row.Kind, row.Order?.Value,
        [.. row.Entry.Postings.Select(p => new Body.Posting(Choice.Name(p.Account), p.Amount.Amount, p.Amount.Currency.Value))], ToBody(row.Entry.Rate),
        row.Cash);

    private static Body.ConversionRate? ToBody(ConversionRate? rate) =>
        rate is null ? null : new Body.ConversionRate(rate.From.Value, rate.To.Value, rate.Rate, rate.Time, rate.Path);
}
