using Countersign.Grains.Markets;

namespace Countersign.Silo.Markets;

/// <summary>Adds what is kept of markets beside their prices: calendar and news. They stand in the journal's database.</summary>
public static class MarketRecords
{
    public static IServiceCollection AddMarketRecords(this IServiceCollection services) =>
        services.AddSingleton<ICalendarStore, CalendarStore>().AddSingleton<INewsStore, NewsStore>();
}
