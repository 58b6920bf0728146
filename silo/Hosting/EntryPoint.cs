using Countersign.Domain.Tenants;
using Countersign.Grains.Audit;
using Countersign.Grains.Markets;
using Countersign.Silo.Audit;
using Countersign.Silo.Backtests;
using Countersign.Silo.Indicators;
using Countersign.Silo.Markets;
using Countersign.Silo.Tenants;
using Microsoft.Extensions.Options;

namespace Countersign.Silo.Hosting;

/// <summary>The program: reads its arguments and does one command. Exit codes: 0 done, 1 failed, 2 asked for wrongly.</summary>
internal static class EntryPoint
{
    public const int Done = 0;
    public const int Failed = 1;
    private const int Misused = 2;

    public static async Task<int> RunAsync(IReadOnlyList<string> args, TextWriter output, TextWriter errors)
    {
        switch (CommandLine.Parse(args, Environment.GetEnvironmentVariable))
        {
            case Command.Help help:
                await output.WriteLineAsync(help.Text);
                return Done;
            case Command.Invalid invalid:
                foreach (var problem in invalid.Problems)
                {
                    await errors.WriteLineAsync(problem);
                }

                return Misused;
            case var command:
                try
                {
                    return await CarryOutAsync(command, output, errors);
                }
                catch (Exception e) when (e is ReplayException or OptionsValidationException or JournalUnavailableException or DeskInUseException
                    or HistoryUnavailableException or RecordingException)
                {
                    await errors.WriteLineAsync(e.Message);
                    return Failed;
                }
        }
    }

    private static Task<int> CarryOutAsync(Command command, TextWriter output, TextWriter errors) => command switch
    {
        Command.Serve serve => ServeAsync(serve.Options, output, errors),
        Command.VerifyAudit verify => VerifyAsync(verify, output, errors),
        Command.ImportRecords import => RecordImport.RunAsync(import.Options, output, errors),
        Command.CreateTenant create => CreateTenantAsync(create, output, errors),
        Command.CreatePlatformAdmin create => CreatePlatformAdminAsync(create, output, errors),
        Command.Import import => ImportCommand.RunAsync(import, output, errors),
        Command.Export export => ExportCommand.RunAsync(export, output),
        Command.CheckData check => CheckDataCommand.RunAsync(check, output),
        Command.ComputeIndicator compute => IndicatorCommand.RunAsync(compute, output, errors),
        Command.RunBacktest run => BacktestCommand.RunAsync(run, output, errors),
        Command.ListData list => ListDataCommand.RunAsync(list, output),
        _ => throw new InvalidOperationException($"{command} is not a command."),
    };

    private static async Task<int> ServeAsync(ServeOptions options, TextWriter output, TextWriter errors)
    {
        using var folder = DataFolder.Take(options.Store.DataFolder);
        await using var app = DeskHost.Build(options, output);
        try
        {
            await app.StartAsync();
        }
        catch (IOException e)
        {
            await errors.WriteLineAsync($"Port {options.Port} cannot be listened on: {e.Message} Give another with --port.");
            return Failed;
        }

        await output.WriteLineAsync($"The desk is on {string.Join(", ", app.Urls)} (Ctrl-C stops it).");
        await app.WaitForShutdownAsync();
        return app.Services.GetRequiredService<DeskStart>().ExecuteTask is { IsFaulted: true } ? Failed : Done;
    }

    private static async Task<int> VerifyAsync(Command.VerifyAudit verify, TextWriter output, TextWriter errors)
    {
        TenantId? tenant = null;
        if (verify.Tenant is { } text)
        {
            try
            {
                tenant = TenantId.Parse(text);
            }
            catch (FormatException e)
            {
                await errors.WriteLineAsync($"--tenant: {e.Message}");
                return Misused;
            }
        }

        if (verify.Store.Postgres is null && !File.Exists(DeskHost.JournalFile(verify.Store)))
        {
            await errors.WriteLineAsync($"There is no journal in {verify.Store.DataFolder}; --data DIR says where it is.");
            return Failed;
        }

        var services = new ServiceCollection();
        services.AddLogging();
        services.AddJournal(DeskHost.JournalOptionsOf(verify.Store));
        await using var provider = services.BuildServiceProvider();
        var report = await provider.GetRequiredService<IJournalAudit>().VerifyAsync(tenant, CancellationToken.None);
        foreach (var defect in report.Defects)
        {
            await output.WriteLineAsync($"{defect.Stream} version {defect.Version}: {defect.Problem}");
        }

        if (report.Erased > 0)
        {
            await output.WriteLineAsync($"{report.Erased} events are of erased tenants: their content is gone, their links are walked by the hashes that they had.");
        }

        await output.WriteLineAsync(report.Intact
            ? $"{report.Streams} streams, {report.Events} events: every hash chain holds."
            : $"{report.Streams} streams, {report.Events} events: {report.Defects.Length} defects.");
        return report.Intact ? Done : Failed;
    }

    private static async Task<int> CreatePlatformAdminAsync(Command.CreatePlatformAdmin create, TextWriter output, TextWriter errors)
    {
        using var folder = DataFolder.Take(create.Store.DataFolder);
        await using var app = DeskHost.BuildWithoutFeed(create.Store);
        await app.StartAsync();
        var refusals = await app.Services.GetRequiredService<PlatformSetup>().CreateAsync(create.Login, output, CancellationToken.None);
        await app.StopAsync();
        foreach (var refusal in refusals)
        {
            await errors.WriteLineAsync(refusal.Message);
        }

        return refusals.IsEmpty ? Done : Failed;
    }

    private static async Task<int> CreateTenantAsync(Command.CreateTenant create, TextWriter output, TextWriter errors)
    {
        TenantId tenant;
        try
        {
            tenant = TenantId.Parse(TenantId.Prefix + create.Name.ToLowerInvariant());
        }
        catch (FormatException)
        {
            await errors.WriteLineAsync($"'{create.Name}' cannot name a tenant: letters, digits and hyphens can.");
            return Misused;
        }

        using var folder = DataFolder.Take(create.Store.DataFolder);
        await using var app = DeskHost.BuildWithoutFeed(create.Store);
        await app.StartAsync();
        var made = await app.Services.GetRequiredService<TenantSetup>().CreateAsync(tenant, create.Name, output, CancellationToken.None);
        await app.StopAsync();
        if (made.Refusals is { IsDefaultOrEmpty: false } refusals)
        {
            await errors.WriteLineAsync(refusals[0].Message);
            return Failed;
        }

        return Done;
    }
}
