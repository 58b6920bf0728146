using Countersign.Silo.Hosting;
using Xunit;

namespace Countersign.Tests.Api.Hosting;

public sealed class CommandLineRolesTests
{
    [Theory]
    [InlineData("silo,api,web", true)]
    [InlineData("web, api ,silo", true)]
    [InlineData("silo,api", false)]
    public void Roles_OfOneProcess_SayWhetherThereArePages(string roles, bool pages)
    {
        var serve = Assert.IsType<Command.Serve>(Parse("--roles", roles));

        Assert.Equal(pages, serve.Options.Web);
        Assert.Null(serve.Options.Api);
    }

    [Fact]
    public void Roles_WebAlone_TakesTheApisAddress()
    {
        var serve = Assert.IsType<Command.Serve>(Parse("--roles=web", "--api", "https://desk.example:8443"));

        Assert.Equal(new Uri("https://desk.example:8443"), serve.Options.Api);
    }

    [Theory]
    [InlineData("--roles: 'api' cannot be run", "--roles", "api")]
    [InlineData("--roles: '' cannot be run", "--roles", "")]
    [InlineData("--roles web needs --api", "--roles", "web")]
    [InlineData("--api goes with --roles web", "--api", "http://desk:8080")]
    [InlineData("is not an address such as", "--roles", "web", "--api", "desk")]
    public void Roles_ThatCannotBeRun_AreRefusedWithWhatWouldBeRight(string expected, params string[] args)
    {
        var invalid = Assert.IsType<Command.Invalid>(Parse(args));

        Assert.Contains(invalid.Problems, problem => problem.Contains(expected, StringComparison.Ordinal));
    }

    private static Command Parse(params string[] args) => CommandLine.Parse(args, _ => null);
}
