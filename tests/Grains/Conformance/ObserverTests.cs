using Orleans;
using Xunit;

namespace Countersign.Tests.Grains.Conformance;

public interface INewsObserver : IGrainObserver
{
    Task Received(string news);

    void Mention(string news);

    Task<string> Asked(string question);
}

public interface INewsGrain : IGrainWithStringKey
{
    Task Attach(INewsObserver observer);

    Task Detach(INewsObserver observer);

    Task<int> Attached();

    Task Tell(string news);

    Task Mention(string news);

    Task<string> Ask(string question);
}

internal sealed class NewsGrain : Grain, INewsGrain
{
    private readonly HashSet<INewsObserver> _observers = [];

    public Task Attach(INewsObserver observer)
    {
        _observers.Add(observer);
        return Task.CompletedTask;
    }

    public Task Detach(INewsObserver observer)
    {
        _observers.Remove(observer);
        return Task.CompletedTask;
    }

    public Task<int> Attached() => Task.FromResult(_observers.Count);

    public Task Tell(string news) => Task.WhenAll(_observers.Select(observer => observer.Received(news)));

    public Task Mention(string news)
    {
        foreach (var observer in _observers)
        {
            observer.Mention(news);
        }

        return Task.CompletedTask;
    }

    public Task<string> Ask(string question) => _observers.Single().Asked(question);
}

[Collection(ConformanceCollection.Name)]
public sealed class ObserverTests(ConformanceCluster cluster)
{
    private readonly Listener _listener = new(Reports.NewKey());

    [Fact]
    public async Task Observer_Attached_IsTold()
    {
        var grain = cluster.Fresh<INewsGrain>();
        await grain.Attach(Refer(_listener));

        await grain.Tell("up");

        Assert.Equal(["up"], await Reports.WaitFor(_listener.Report, 1));
    }

    [Fact]
    public async Task Observers_SeveralOnOneGrain_AreAllTold()
    {
        var grain = cluster.Fresh<INewsGrain>();
        var other = new Listener(Reports.NewKey());
        await grain.Attach(Refer(_listener));
        await grain.Attach(Refer(other));

        await grain.Tell("up");

        await Reports.WaitFor(_listener.Report, 1);
        await Reports.WaitFor(other.Report, 1);
    }

    [Fact]
    public async Task ObserverReference_SentTwice_IsTheSame()
    {
        var grain = cluster.Fresh<INewsGrain>();
        var reference = Refer(_listener);
        await grain.Attach(reference);
        await grain.Attach(reference);

        Assert.Equal(1, await grain.Attached());
        await grain.Detach(reference);
        Assert.Equal(0, await grain.Attached());
    }

    [Fact]
    public async Task VoidMethod_OfAnObserver_ArrivesToo()
    {
        var grain = cluster.Fresh<INewsGrain>();
        await grain.Attach(Refer(_listener));

        await grain.Mention("by the way");

        Assert.Equal(["by the way"], await Reports.WaitFor(_listener.Report, 1));
    }

    [Fact]
    public async Task Observer_Asked_AnswersTheGrain()
    {
        var grain = cluster.Fresh<INewsGrain>();
        await grain.Attach(Refer(_listener));

        Assert.Equal("why not?", await grain.Ask("why"));
    }

    [Fact]
    public async Task Observer_ThatThrows_FailsTheGrainsCall()
    {
        var grain = cluster.Fresh<INewsGrain>();
        await grain.Attach(Refer(_listener));

        var error = await Assert.ThrowsAsync<InvalidOperationException>(() => grain.Ask(""));

        Assert.Equal("no question", error.Message);
    }

    [Fact]
    public async Task Observer_ReferenceDeleted_IsToldNoMore()
    {
        var grain = cluster.Fresh<INewsGrain>();
        var witness = new Listener(Reports.NewKey());
        var reference = Refer(_listener);
        await grain.Attach(reference);
        await grain.Attach(Refer(witness));
        await grain.Mention("first");
        await Reports.WaitFor(_listener.Report, 1);

        cluster.Client.DeleteObjectReference<INewsObserver>(reference);
        await grain.Mention("second");
        await Reports.WaitFor(witness.Report, 2);

        Assert.Equal(["first"], Reports.Of(_listener.Report));
    }

    private INewsObserver Refer(Listener listener) => cluster.Client.CreateObjectReference<INewsObserver>(listener);

    // The runtime holds observers weakly: the test keeps its listener in a field or local.
    private sealed class Listener(string report) : INewsObserver
    {
        public string Report { get; } = report;

        public Task Received(string news)
        {
            Reports.Add(Report, news);
            return Task.CompletedTask;
        }

        public void Mention(string news) => Reports.Add(Report, news);

        public Task<string> Asked(string question) =>
            question.Length == 0 ? throw new InvalidOperationException("no question") : Task.FromResult($"{question} not?");
    }
}
