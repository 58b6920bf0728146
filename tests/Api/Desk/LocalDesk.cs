using Countersign.Api;
using Countersign.Domain.Markets;
using Countersign.Domain.Tenants;
using Countersign.Silo.Audit;
using Countersign.Silo.Hosting;
using Countersign.Silo.Tenants;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Countersign.Tests.Api.Desk;

/// <summary>The whole desk in this process, on a free port, with a small recording of the test's own and a disk that the test can break.</summary>
internal sealed class LocalDesk : IAsyncDisposable
{
    private readonly DataDirectory data = new();
    private readonly StringWriter printed = new();
    private readonly Dictionary<string, string> passwords = [];
    private WebApplication app = null!;

    private LocalDesk()
    {
    }

    public Uri Address => new(app.Urls.Single());

    /// <param name="ticks">Lines of the recording after its header.</param>
    /// <param name="gate">Called before each statement that the journal's writer sends to its database.</param>
    public static async Task<LocalDesk> StartAsync(IEnumerable<string> ticks, StatementGate? gate = null)
    {
        var desk = new LocalDesk();
        var recording = desk.data.Write("eurusd.csv", string.Join('\n', ticks.Prepend(RecordedFormat.Ticks.Header)) + "\n");
        var options = new ServeOptions(
            new StoreOptions(desk.data.Path, null), 0, "localhost", new ReplayOptions(recording, null, null, null), 1);
        desk.app = DeskHost.Build(options, desk.printed, services =>
        {
            services.AddLogging(l => l.ClearProviders());
            services.Configure<ApiOptions>(api => api.Passwords.Iterations = 1_000);
            services.AddSingleton(s => new JournalWriter(
                s.GetRequiredService<JournalDatabase>().CreateWriteStore(gate), s.GetRequiredService<JournalHealth>(),
                new JournalOptions { RetryMs = 10 }, s.GetRequiredService<TimeProvider>()));
        });
        await desk.app.StartAsync();
        await desk.app.Services.GetRequiredService<DeskReadiness>().SetUp;
        return desk;
    }

    public IServiceProvider Services => app.Services;

    public Task<DeskClient> SignInAsync(string login) => DeskClient.SignInAsync(
        Address, login, passwords.GetValueOrDefault(login) ?? DeskProcess.PasswordsIn(printed.ToString())[login]);

    /// <summary>A second tenant, whose users are <c>pm@NAME</c> and so on.</summary>
    public async Task AddTenantAsync(TenantId tenant, string name)
    {
        var added = await Services.GetRequiredService<TenantSetup>().CreateAsync(tenant, name, TextWriter.Null, CancellationToken.None);
        foreach (var user in added.Users)
        {
            passwords[user.Login] = user.Password;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await app.StopAsync();
        await app.DisposeAsync();
        data.Dispose();
    }
}
