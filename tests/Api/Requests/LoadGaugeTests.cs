using System.Diagnostics.Metrics;
using Countersign.Api;
using Countersign.Api.Requests;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Xunit;

namespace Countersign.Tests.Api.Requests;

public sealed class LoadGaugeTests : IDisposable
{
    private static readonly TimeSpan TooLong = TimeSpan.FromMilliseconds(201);
    private static readonly TimeSpan Short = TimeSpan.FromMilliseconds(200);

    private readonly SteadyTime time = new();
    private readonly ServiceProvider services = new ServiceCollection().AddMetrics().BuildServiceProvider();
    private readonly LoadGauge gauge;

    public LoadGaugeTests() => gauge = new LoadGauge(
        Options.Create(new ApiOptions { Shedding = new SheddingOptions { RequestsMin = 10, RequestsMax = 100 } }), time,
        services.GetRequiredService<IMeterFactory>());

    public void Dispose() => services.Dispose();

    [Fact]
    public void TryEnter_Unloaded_LetsReadsToTheLimitAndWritesToTwice()
    {
        Assert.Equal(100, Enter(Importance.Read, 150));
        Assert.Equal(100, Enter(Importance.Write, 150));
        Assert.Equal(50, Enter(Importance.Vital, 50));
        Assert.Equal(250, gauge.Running);
    }

    [Fact]
    public void Observe_WorkThatWaitsTooLong_LowersTheLimitToAShareOfWhatWasWorkedOn()
    {
        Enter(Importance.Read, 60);

        Waited(TooLong);

        Assert.Equal(42, gauge.Limit);
        Assert.False(gauge.TryEnter(Importance.Read));
        Assert.False(gauge.TryEnter(Importance.Stream));
        Assert.True(gauge.TryEnter(Importance.Write));
        Assert.Equal(23, Enter(Importance.Write, 100));
        Assert.Equal(100, Enter(Importance.Vital, 100));
    }

    [Fact]
    public void Observe_OneShortWaitInTheSecond_IsAQueueThatComesAndGoes()
    {
        Enter(Importance.Read, 60);
        for (var i = 0; i < 10; i++)
        {
            gauge.Observe(TooLong);
        }

        gauge.Observe(Short);
        Waited(TooLong);

        Assert.Equal(100, gauge.Limit);
    }

    [Fact]
    public void Observe_AQueueThatStands_NeverTakesTheLeastThatIsWorkedOn()
    {
        for (var i = 0; i < 30; i++)
        {
            Waited(TooLong);
        }

        Assert.Equal(10, gauge.Limit);
        Assert.Equal(10, Enter(Importance.Read, 50));
    }

    [Fact]
    public void Observe_ShortWaitsAgain_RaisesTheLimitStepByStepToTheMost()
    {
        Waited(TooLong);
        var before = gauge.Limit;
        Waited(Short);
        Assert.Equal(before + 1, gauge.Limit);
        for (var i = 0; i < 60; i++)
        {
            Waited(Short);
        }

        Assert.Equal(100, gauge.Limit);
    }

    [Fact]
    public void Leave_AfterEnter_MakesRoom()
    {
        Enter(Importance.Read, 100);
        Assert.False(gauge.TryEnter(Importance.Read));

        gauge.Leave();

        Assert.True(gauge.TryEnter(Importance.Read));
    }

    [Fact]
    public void TryEnter_WhereItRefuses_IsCountedByImportance()
    {
        var counted = new Dictionary<object, long>();
        using var listener = new MeterListener
        {
            InstrumentPublished = (instrument, l) =>
            {
                if (instrument.Name == LoadGauge.ShedName && instrument.Meter.Scope == services.GetRequiredService<IMeterFactory>())
                {
                    l.EnableMeasurementEvents(instrument);
                }
            },
        };
        listener.SetMeasurementEventCallback<long>((_, n, tags, _) => counted[tags[0].Value!] = counted.GetValueOrDefault(tags[0].Value!) + n);
        listener.Start();

        Enter(Importance.Read, 103);
        Enter(Importance.Write, 101);

        Assert.Equal((3L, 1L), (counted["read"], counted["write"]));
    }

    private int Enter(Importance importance, int times) => Enumerable.Range(0, times).Count(_ => gauge.TryEnter(importance));

    private void Waited(TimeSpan wait)
    {
        time.Pass(TimeSpan.FromSeconds(1));
        gauge.Observe(wait);
    }
}
