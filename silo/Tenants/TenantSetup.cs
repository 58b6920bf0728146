using System.Collections.Immutable;
using Countersign.Api.Tenants;
using Countersign.Domain.Accounts;
using Countersign.Domain.Audit;
using Countersign.Domain.Markets;
using Countersign.Domain.Risk;
using Countersign.Domain.Strategies;
using Countersign.Domain.Tenants;
using Countersign.Grains.Accounts;
using Countersign.Grains.Audit;
using Countersign.Grains.Strategies;
using Countersign.Grains.Tenants;
using Orleans;

namespace Countersign.Silo.Tenants;

/// <summary>A user that was made, with the password that is told once.</summary>
internal sealed record MadeUser(string Login, string Password, Roles Roles)
{
    /// <summary>For the terminal.</summary>
    public string Describe() => $"  {Login,-22} {Password}   {Roles}";
}

/// <summary>What a set-up made.</summary>
/// <param name="Refusals">Why not; empty where it was made.</param>
internal sealed record MadeTenant(TenantId Tenant, ImmutableArray<MadeUser> Users, ImmutableArray<Refusal> Refusals);

/// <summary>Makes a tenant that can work at once: four users, two paper accounts, and the example strategies.</summary>
internal sealed class TenantSetup(IGrainFactory grains, IReadModels reads, Passwords passwords)
{
    private const string DemoName = "demo";

    private const decimal StartCash = 100_000m;
    // The administrator last: that login says that the set-up is whole.
    private static readonly (string Local, string Display, Roles Roles)[] Members =
    [
        ("pm", "Portfolio manager", Roles.PortfolioManager), ("analyst", "Analyst", Roles.Analyst), ("api", "API user", Roles.ApiUser),
        ("admin", "Administrator", Roles.TenantAdmin),
    ];

    private static readonly Currency Usd = Currency.Parse("USD");
    private static readonly (string Name, string Account, Autonomy Autonomy)[] Strategies =
    [
        ("ema-cross", "a-paper-1", new Autonomy.ApproveEverything()),
        ("bollinger-reversion", "a-paper-1", new Autonomy.ApproveEverything()),
        ("london-momentum", "a-paper-2", new Autonomy.AutoUnder(new Quantity(20_000m))),
    ];

    /// <summary>The demo tenant, where nobody signs in as its administrator yet; null where it is there.</summary>
    public async Task<MadeTenant?> CreateDemoAsync(TextWriter output, CancellationToken cancellationToken) =>
        await reads.FindLoginAsync(LoginOf("admin", DemoName), cancellationToken) is null
            ? await CreateAsync(TenantId.Parse(TenantId.Prefix + DemoName), DemoName, output, cancellationToken)
            : null;

    /// <summary>Makes a tenant. What an interrupted earlier try made is kept; its passwords were told then.</summary>
    /// <param name="tenant">Its id.</param>
    /// <param name="name">What its logins end with.</param>
    /// <param name="output">Where each password is told, before its user is made: a crash in between must lose none.</param>
    /// <param name="cancellationToken">Stops the set-up.</param>
    public async Task<MadeTenant> CreateAsync(TenantId tenant, string name, TextWriter output, CancellationToken cancellationToken)
    {
        CallerContext.Set(new Caller(null, Actor.Desk, Roles.PlatformAdmin));
        var grain = grains.GetGrain<ITenantGrain>(GrainKeys.Tenant(tenant));
        if (await reads.FindLoginAsync(LoginOf("admin", name), cancellationToken) is not null)
        {
            return new MadeTenant(tenant, [], [new Refusal("tenant.exists", $"Tenant {tenant} exists already: choose another name.")]);
        }

        await grain.CreateAsync(new CreateTenant(Once($"create/{tenant}"), Actor.Desk, tenant, name), cancellationToken);
        await OpenAccountsAsync(tenant, cancellationToken);
        await AddStrategiesAsync(tenant, cancellationToken);
        CallerContext.Set(new Caller(null, Actor.Desk, Roles.PlatformAdmin));
        await output.WriteLineAsync($"Tenant {tenant} has four users. These passwords are shown once:");
        var users = ImmutableArray.CreateBuilder<MadeUser>();
        foreach (var (local, display, roles) in Members)
        {
            if (await reads.FindLoginAsync(LoginOf(local, name), cancellationToken) is not null)
            {
                users.Add(new MadeUser(LoginOf(local, name), "(made by an earlier, interrupted start)", roles));
                await output.WriteLineAsync(users[^1].Describe());
                continue;
            }

            var user = new MadeUser(LoginOf(local, name), MadePassword.New(), roles);
            var register = new RegisterUser(
                Once($"register/{user.Login}"), Actor.Desk, UserId.Parse(UserId.Prefix + local), tenant, user.Login, display, roles,
                passwords.Hash(user.Password));
            await output.WriteLineAsync(user.Describe());
            if (await grain.AddMemberAsync(register, cancellationToken) is Reply<Tenant>.Done)
            {
                users.Add(user);
            }
        }

        await output.WriteLineAsync();
        return new MadeTenant(tenant, users.ToImmutable(), []);
    }

    private async Task OpenAccountsAsync(TenantId tenant, CancellationToken cancellationToken)
    {
        CallerContext.Set(new Caller(tenant, Actor.Desk, Roles.TenantAdmin));
        foreach (var number in (int[])[1, 2])
        {
            var id = AccountId.Parse($"a-paper-{number}");
            var account = grains.GetGrain<IAccountGrain>(GrainKeys.Account(tenant, id));
            await account.OpenAsync(
                new OpenAccount(
                    Once($"open/{id}"), Actor.Desk, id, $"Paper account {number}", Usd, RiskLimits.Default, CommissionModel.Default),
                cancellationToken);
            await account.DepositAsync(new DepositFunds(Once($"deposit/{id}"), Actor.Desk, new Money(StartCash, Usd)), cancellationToken);
        }
    }

    private async Task AddStrategiesAsync(TenantId tenant, CancellationToken cancellationToken)
    {
        CallerContext.Set(new Caller(tenant, Actor.Desk, Roles.PortfolioManager));
        foreach (var (name, account, autonomy) in Strategies)
        {
            var text = await File.ReadAllTextAsync(
                Path.Combine(AppContext.BaseDirectory, "examples", "strategies", name + ".json"), cancellationToken);
            if (StrategyJson.Parse(text) is not StrategyParseResult.Valid { Definition: var definition })
            {
                throw new InvalidDataException($"The example strategy {name} does not validate.");
            }

            var id = StrategyId.Parse(StrategyId.Prefix + name);
            var strategy = grains.GetGrain<IStrategyGrain>(GrainKeys.Strategy(tenant, id));
            await strategy.CreateAsync(new CreateStrategy(Once($"create/{id}"), Actor.Desk, id, definition), cancellationToken);
            await strategy.ActivateAsync(
                new ActivateStrategy(Once($"activate/{id}"), Actor.Desk, AccountId.Parse(account), autonomy), cancellationToken);
        }
    }

    private static string LoginOf(string local, string name) => $"{local}@{name.ToLowerInvariant()}";

    // Set-up commands have the same ids in every try, so a try after a crash makes nothing twice.
    private static CommandId Once(string what) => CommandId.Parse("setup/" + what);
}
