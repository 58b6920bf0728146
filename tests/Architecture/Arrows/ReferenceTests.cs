using Countersign.Tests.Architecture.Reading;
using Xunit;

namespace Countersign.Tests.Architecture.Arrows;

public sealed class ReferenceTests
{
    public static TheoryData<string> Projects => [.. DeskAssemblies.All];

    [Theory]
    [MemberData(nameof(Projects))]
    public void Project_ItsBuiltAssembly_UsesOnlyWhatItsArrowsAllow(string project) =>
        Rule.Holds(ReferenceRule.Check(project, DeskAssemblies.Read(project)));

    [Theory]
    [InlineData(DeskAssemblies.Domain, "Npgsql.NpgsqlConnection", "Npgsql")]
    [InlineData(DeskAssemblies.Domain, "Orleans.IGrainFactory", DeskAssemblies.Embedded)]
    [InlineData(DeskAssemblies.Domain, "Microsoft.Extensions.Logging.ILogger", "Microsoft.Extensions.Logging.Abstractions")]
    [InlineData(DeskAssemblies.Embedded, "Countersign.Domain.Markets.Price", DeskAssemblies.Domain)]
    [InlineData(DeskAssemblies.Embedded, "Microsoft.AspNetCore.Http.HttpContext", "Microsoft.AspNetCore.Http.Abstractions")]
    [InlineData(DeskAssemblies.Grains, "Countersign.Api.ApiOptions", DeskAssemblies.Api)]
    [InlineData(DeskAssemblies.Grains, "Dapper.DynamicParameters", "Dapper")]
    [InlineData(DeskAssemblies.Contracts, "Countersign.Domain.Markets.Price", DeskAssemblies.Domain)]
    [InlineData(DeskAssemblies.Contracts, "Microsoft.AspNetCore.Http.HttpContext", "Microsoft.AspNetCore.Http.Abstractions")]
    [InlineData(DeskAssemblies.Api, "Countersign.Silo.Audit.JournalOptions", DeskAssemblies.Silo)]
    [InlineData(DeskAssemblies.Web, "Countersign.Domain.Markets.Price", DeskAssemblies.Domain)]
    [InlineData(DeskAssemblies.Web, "Countersign.Grains.Audit.IJournal", DeskAssemblies.Grains)]
    [InlineData(DeskAssemblies.Silo, "Countersign.Tests.Fixtures.PostgresServer", "Countersign.Tests.Fixtures")]
    public void Project_UsingATypeThatItsArrowsForbid_IsFound(string project, string type, string assembly)
    {
        var offender = Sample.Compile($"public class Offender {{ public {type} Member = default!; }}");

        Assert.Contains($"{project} uses {assembly}", ReferenceRule.Check(project, offender));
    }
}
