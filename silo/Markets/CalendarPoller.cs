using Countersign.Domain.Audit;
using Countersign.Domain.Markets;
using Countersign.Domain.Tenants;
using Countersign.Grains.Markets;
using Countersign.Grains.Tenants;
using Countersign.Silo.Hosting;
using Microsoft.Extensions.Options;
using Orleans;

namespace Countersign.Silo.Markets;

/// <summary>Fetches the configured calendars on and on.</summary>
internal sealed partial class CalendarPoller(
    IOptions<CalendarOptions> options, IGrainFactory grains, DeskReadiness readiness, TimeProvider time, ILogger<CalendarPoller> logger)
    : BackgroundService
{
    private static readonly TimeSpan ConnectionLife = TimeSpan.FromMinutes(5);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (options.Value.Sources.Count == 0)
        {
            return;
        }

        using var http = new HttpClient(new SocketsHttpHandler { PooledConnectionLifetime = ConnectionLife, MaxAutomaticRedirections = 5 });
        try
        {
            await readiness.SetUp.WaitAsync(stoppingToken);
            await Task.WhenAll(options.Value.Sources.Select(s => PollAsync(new CalendarSource(s, http, time), stoppingToken)));
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The desk stops.
        }
    }

    private async Task PollAsync(CalendarSource source, CancellationToken stoppingToken)
    {
        var schedule = new PollSchedule(TimeSpan.FromMinutes(source.Options.PollMinutes));
        var failures = 0;
        while (true)
        {
            TimeSpan? retryAfter = null;
            try
            {
                var answer = await source.AskAsync(stoppingToken);
                (failures, retryAfter) = answer is CalendarAnswer.Failed failed ? (failures + 1, failed.RetryAfter) : (0, null);
                await TakeAsync(source.Options, answer, stoppingToken);
            }
            catch (Exception e) when (e is not OperationCanceledException)
            {
                failures++;
                LogFailed(logger, e, source.Options.Name);
            }

            await Task.Delay(schedule.Next(failures, retryAfter, Random.Shared.NextDouble()), time, stoppingToken);
        }
    }

    private async Task TakeAsync(CalendarSourceOptions source, CalendarAnswer answer, CancellationToken cancellationToken)
    {
        switch (answer)
        {
            case CalendarAnswer.Failed failed:
                LogRefused(logger, source.Name, failed.Reason);
                break;
            case CalendarAnswer.New { File: var file }:
                CallerContext.Set(new Caller(null, Actor.Desk, Roles.Desk));
                var change = await grains.GetGrain<ICalendarGrain>(GrainKeys.Calendar).ImportAsync(
                    new CalendarWrite(source.Name, file.Releases, source.Replaces), cancellationToken);
                LogImported(logger, source.Name, change.Added, change.Changed, change.Removed, file.Defects.Length);
                break;
        }
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Calendar {Source}: {Added} new, {Changed} changed, {Removed} called off, {Defects} unreadable.")]
    private static partial void LogImported(ILogger logger, string source, int added, int changed, int removed, int defects);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Calendar {Source} could not be fetched: {Reason}")]
    private static partial void LogRefused(ILogger logger, string source, string reason);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Calendar {Source} could not be stored; it is fetched again.")]
    private static partial void LogFailed(ILogger logger, Exception e, string source);
}
