using Countersign.Grains.Audit;
using Countersign.Silo.Audit;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using Xunit;

namespace Countersign.Tests.Grains.Audit;

public sealed class JournalServicesTests
{
    [Fact]
    public async Task Host_WithAJournal_ResolvesItsPortsAndReportsThatItIsReady()
    {
        var folder = Directory.CreateTempSubdirectory("countersign-journal-").FullName;
        var builder = Host.CreateApplicationBuilder();
        builder.Services.AddJournal(new JournalOptions { SqlitePath = Path.Combine(folder, "new", "journal.db") });
        using (var host = builder.Build())
        {
            await host.StartAsync();

            await host.Services.GetRequiredService<IJournal>().AppendAsync(JournalSamples.Stream("main"), 0, "c1");
            Assert.Empty(await host.Services.GetRequiredService<IReadModels>().UnfinishedAsync(JournalSamples.Noon, 10, CancellationToken.None));
            Assert.True((await host.Services.GetRequiredService<IJournalAudit>().VerifyAsync(null, CancellationToken.None)).Intact);
            var health = await host.Services.GetRequiredService<HealthCheckService>().CheckHealthAsync(c => c.Tags.Contains(JournalServices.ReadyTag));
            Assert.Equal(HealthStatus.Healthy, health.Entries["journal"].Status);
            await host.StopAsync();
        }

        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public void AddJournal_WithOptionsThatCannotBe_NamesEveryKey()
    {
        var options = new JournalOptions { SqlitePath = " ", BatchMax = 0, RetryMs = 1 };

        var refusal = Assert.Throws<OptionsValidationException>(() => new ServiceCollection().AddJournal(options));

        Assert.Equal(["Journal:SqlitePath", "Journal:BatchMax", "Journal:RetryMs"], refusal.Failures.Select(f => f.Split(' ')[0]));
    }

    [Fact]
    public async Task HealthCheck_WhileTheStoreFails_IsUnhealthyAndSaysWhy()
    {
        var health = new JournalHealth();
        health.Failed(new IOException("No space left."));

        var result = await new JournalHealthCheck(health).CheckHealthAsync(new HealthCheckContext());

        Assert.Equal((HealthStatus.Unhealthy, "The journal cannot write: No space left."), (result.Status, result.Description));
    }
}
